import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { failureOf, jobId, resultOf, submissionOf } from '../../test/kit/jobs.ts'
import { fold } from '../shared/decider.ts'
import { isRejection } from '../shared/rejection.ts'
import type { JobEvent } from './job-events.ts'
import { isTerminal, job, type JobCommand } from './job.ts'

const money = { amount: '100', asset: 'USD/2' } as const
const usage = { shots: 10, qpuSeconds: 1 }

const submit: JobCommand = { type: 'SubmitJob', submission: submissionOf() }
const queue: JobCommand = { type: 'QueueJob', holdId: jobId, amount: money }
const dispatch = (attempt: number): JobCommand => ({
  type: 'RecordDispatch',
  attempt,
  clientToken: jobId,
  providerJobId: 'run-1',
})
const progress = (phase?: 'COMPILING' | 'EXECUTING_QPU', rawState = 'running'): JobCommand => ({
  type: 'RecordProgress',
  phase,
  rawState,
})
const cancel: JobCommand = { type: 'RequestCancellation', by: 'USER', reason: '' }
const complete: JobCommand = { type: 'CompleteJob', result: resultOf(10), usage }
const fail: JobCommand = { type: 'FailJob', failure: failureOf('PROVIDER'), usage }
const confirm: JobCommand = { type: 'ConfirmCancellation', by: 'USER', usage }
const settle: JobCommand = {
  type: 'SettleCharge',
  charged: money,
  providerShare: money,
  commission: { ...money, amount: '0' },
}
const releaseCharge: JobCommand = { type: 'ReleaseCharge', reason: 'FAILED' }
const refund: JobCommand = { type: 'RecordRefund', refunded: money, reason: 'kindness' }

const { given, after } = decider(job)
const running = [submit, queue, dispatch(1), progress('COMPILING')] as const

t.test('a job is submitted', async () => given().when(submit).then(['JobSubmitted']))
t.test('once', async () => after(submit).when(submit).then('ALREADY_EXISTS'))
t.test('what is not there does nothing', async () => given().when(cancel).then('NOT_FOUND'))
t.test('money held, it is queued', async () =>
  after(submit).when(queue).then(['JobFundsReserved', 'JobQueued']),
)
t.test('once', async () => after(submit, queue).when(queue).then([]))
t.test('a job being cancelled is not queued, but its money is held all the same', async () =>
  after(submit, cancel).when(queue).then(['JobFundsReserved']),
)
t.test('a dispatch is recorded', async () =>
  after(submit, queue).when(dispatch(1)).then(['JobDispatched']),
)
t.test('once an attempt', async () => after(submit, queue, dispatch(2)).when(dispatch(2)).then([]))
t.test('an earlier attempt is no news', async () =>
  after(submit, queue, dispatch(2)).when(dispatch(1)).then([]),
)
t.test('progress starts it', async () =>
  after(submit, queue, dispatch(1))
    .when(progress('COMPILING'))
    .then(['JobStarted', 'JobPhaseChanged']),
)
t.test('a provider state without a phase too', async () =>
  after(submit, queue, dispatch(1)).when(progress()).then(['JobStarted']),
)
t.test('the same phase is no news', async () =>
  after(...running)
    .when(progress('COMPILING'))
    .then([]),
)
t.test('another one is', async () =>
  after(...running)
    .when(progress('EXECUTING_QPU'))
    .then(['JobPhaseChanged']),
)
t.test('a cancellation is asked for', async () =>
  after(...running)
    .when(cancel)
    .then(['JobCancellationRequested']),
)
t.test('once', async () =>
  after(...running, cancel)
    .when(cancel)
    .then([]),
)
t.test('meanwhile the device goes on', async () =>
  after(...running, cancel)
    .when(progress('EXECUTING_QPU'))
    .then(['JobPhaseChanged']),
)
t.test('and may still complete', async () =>
  after(...running, cancel)
    .when(complete)
    .then(['JobCompleted']),
)
t.test('or confirm', async () =>
  after(...running, cancel)
    .when(confirm)
    .then(['JobCancelled']),
)
t.test('a run so short that nothing was seen of it has begun all the same', async () =>
  after(submit, queue, dispatch(1)).when(complete).then(['JobStarted', 'JobCompleted']),
)
t.test('a job may fail before it runs', async () => after(submit).when(fail).then(['JobFailed']))
t.test('what was reserved is charged after the end', async () =>
  after(...running, complete)
    .when(settle)
    .then(['JobChargeSettled']),
)
t.test('once', async () =>
  after(...running, complete, settle)
    .when(settle)
    .then([]),
)
t.test('not before', async () =>
  after(...running)
    .when(settle)
    .then('ILLEGAL_JOB_TRANSITION'),
)
t.test('or released', async () =>
  after(...running, fail)
    .when(releaseCharge)
    .then(['JobChargeReleased']),
)
t.test('not both', async () =>
  after(...running, complete, settle)
    .when(releaseCharge)
    .then('ILLEGAL_JOB_TRANSITION'),
)
t.test('in neither order', async () =>
  after(...running, fail, releaseCharge)
    .when(settle)
    .then('ILLEGAL_JOB_TRANSITION'),
)
t.test('nothing reserved, nothing to release', async () =>
  after(submit, fail).when(releaseCharge).then([]),
)
t.test('what was charged may be given back', async () =>
  after(...running, complete, settle)
    .when(refund)
    .then(['JobChargeRefunded']),
)
t.test('in parts', async () =>
  after(...running, complete, settle, refund)
    .when(refund)
    .then(['JobChargeRefunded']),
)
t.test('nothing charged, nothing given back', async () =>
  after(...running, fail, releaseCharge)
    .when(refund)
    .then('ILLEGAL_JOB_TRANSITION'),
)

const ends = { COMPLETED: complete, FAILED: fail, CANCELLED: confirm } as const
for (const [status, end] of Object.entries(ends)) {
  const others = Object.values(ends).filter((other) => other !== end)
  const ended = after(...running, end)
  t.test(`${status}: cancelling is a conflict`, async () =>
    ended.when(cancel).then('JOB_ALREADY_TERMINAL'),
  )
  t.test(`${status}: the same end again is no news`, async () => ended.when(end).then([]))
  for (const late of [...others, dispatch(2), progress('EXECUTING_QPU', 'x'.repeat(5000))])
    t.test(`${status}: ${late.type} is kept on record, not applied`, async () =>
      ended.when(late).then(['JobProviderUpdateIgnored']),
    )
}

t.test('terminal states absorb, whatever comes', async () => {
  const command = fc.constantFrom<JobCommand>(
    ...[queue, dispatch(1), dispatch(2), progress('COMPILING'), progress(), cancel, complete],
    ...[fail, confirm, settle, releaseCharge, refund],
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let events: readonly JobEvent[] = after(submit).events
      for (const each of commands) {
        const before = fold(job.evolve, job.initial, events)
        const decision = job.decide(each, before, meta)
        if (isRejection(decision)) continue
        events = [...events, ...decision]
        const state = fold(job.evolve, job.initial, events)
        if (before.kind === 'absent' || state.kind === 'absent') return false
        if (isTerminal(before) && state.status !== before.status) return false
        if (isTerminal(before) && state.result !== before.result) return false
      }
      const count = (type: JobEvent['type']) => events.filter((each) => each.type === type).length
      return (
        count('JobCompleted') + count('JobFailed') + count('JobCancelled') <= 1 &&
        count('JobChargeSettled') + count('JobChargeReleased') <= 1 &&
        count('JobFundsReserved') <= 1
      )
    }),
    { numRuns: 500 },
  )
})
