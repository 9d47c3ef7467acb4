import fc from 'fast-check'
import t from 'tap'
import { decided, meta, table } from '../../test/kit/decider.ts'
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

const after = (...commands: readonly JobCommand[]): readonly JobEvent[] =>
  commands.reduce<readonly JobEvent[]>(
    (events, command) => [...events, ...decided(job, events, command)],
    [],
  )
const running = [submit, queue, dispatch(1), progress('COMPILING')] as const

table(job, [
  { name: 'a job is submitted', given: [], when: submit, then: ['JobSubmitted'] },
  { name: 'once', given: after(submit), when: submit, rejected: 'ALREADY_EXISTS' },
  { name: 'what is not there does nothing', given: [], when: cancel, rejected: 'NOT_FOUND' },
  {
    name: 'money held, it is queued',
    given: after(submit),
    when: queue,
    then: ['JobFundsReserved', 'JobQueued'],
  },
  { name: 'once', given: after(submit, queue), when: queue, then: [] },
  {
    name: 'a job being cancelled is not queued, but its money is held all the same',
    given: after(submit, cancel),
    when: queue,
    then: ['JobFundsReserved'],
  },
  {
    name: 'a dispatch is recorded',
    given: after(submit, queue),
    when: dispatch(1),
    then: ['JobDispatched'],
  },
  {
    name: 'once an attempt',
    given: after(submit, queue, dispatch(2)),
    when: dispatch(2),
    then: [],
  },
  {
    name: 'an earlier attempt is no news',
    given: after(submit, queue, dispatch(2)),
    when: dispatch(1),
    then: [],
  },
  {
    name: 'progress starts it',
    given: after(submit, queue, dispatch(1)),
    when: progress('COMPILING'),
    then: ['JobStarted', 'JobPhaseChanged'],
  },
  {
    name: 'a provider state without a phase too',
    given: after(submit, queue, dispatch(1)),
    when: progress(),
    then: ['JobStarted'],
  },
  {
    name: 'the same phase is no news',
    given: after(...running),
    when: progress('COMPILING'),
    then: [],
  },
  {
    name: 'another one is',
    given: after(...running),
    when: progress('EXECUTING_QPU'),
    then: ['JobPhaseChanged'],
  },
  {
    name: 'a cancellation is asked for',
    given: after(...running),
    when: cancel,
    then: ['JobCancellationRequested'],
  },
  { name: 'once', given: after(...running, cancel), when: cancel, then: [] },
  {
    name: 'meanwhile the device goes on',
    given: after(...running, cancel),
    when: progress('EXECUTING_QPU'),
    then: ['JobPhaseChanged'],
  },
  {
    name: 'and may still complete',
    given: after(...running, cancel),
    when: complete,
    then: ['JobCompleted'],
  },
  { name: 'or confirm', given: after(...running, cancel), when: confirm, then: ['JobCancelled'] },
  {
    name: 'a run so short that nothing was seen of it has begun all the same',
    given: after(submit, queue, dispatch(1)),
    when: complete,
    then: ['JobStarted', 'JobCompleted'],
  },
  { name: 'a job may fail before it runs', given: after(submit), when: fail, then: ['JobFailed'] },
  {
    name: 'what was reserved is charged after the end',
    given: after(...running, complete),
    when: settle,
    then: ['JobChargeSettled'],
  },
  { name: 'once', given: after(...running, complete, settle), when: settle, then: [] },
  {
    name: 'not before',
    given: after(...running),
    when: settle,
    rejected: 'ILLEGAL_JOB_TRANSITION',
  },
  {
    name: 'or released',
    given: after(...running, fail),
    when: releaseCharge,
    then: ['JobChargeReleased'],
  },
  {
    name: 'not both',
    given: after(...running, complete, settle),
    when: releaseCharge,
    rejected: 'ILLEGAL_JOB_TRANSITION',
  },
  {
    name: 'in neither order',
    given: after(...running, fail, releaseCharge),
    when: settle,
    rejected: 'ILLEGAL_JOB_TRANSITION',
  },
  {
    name: 'nothing reserved, nothing to release',
    given: after(submit, fail),
    when: releaseCharge,
    then: [],
  },
  {
    name: 'what was charged may be given back',
    given: after(...running, complete, settle),
    when: refund,
    then: ['JobChargeRefunded'],
  },
  {
    name: 'in parts',
    given: after(...running, complete, settle, refund),
    when: refund,
    then: ['JobChargeRefunded'],
  },
  {
    name: 'nothing charged, nothing given back',
    given: after(...running, fail, releaseCharge),
    when: refund,
    rejected: 'ILLEGAL_JOB_TRANSITION',
  },
])

const ends = { COMPLETED: complete, FAILED: fail, CANCELLED: confirm } as const
for (const [status, end] of Object.entries(ends)) {
  const given = after(...running, end)
  const others = Object.values(ends).filter((other) => other !== end)
  table(job, [
    {
      name: `${status}: cancelling is a conflict`,
      given,
      when: cancel,
      rejected: 'JOB_ALREADY_TERMINAL',
    },
    { name: `${status}: the same end again is no news`, given, when: end, then: [] },
    ...[...others, dispatch(2), progress('EXECUTING_QPU', 'x'.repeat(5000))].map((when) => ({
      name: `${status}: ${when.type} is kept on record, not applied`,
      given,
      when,
      then: ['JobProviderUpdateIgnored'],
    })),
  ])
}

t.test('terminal states absorb, whatever comes', async () => {
  const command = fc.constantFrom<JobCommand>(
    ...[queue, dispatch(1), dispatch(2), progress('COMPILING'), progress(), cancel, complete],
    ...[fail, confirm, settle, releaseCharge, refund],
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let events: readonly JobEvent[] = decided(job, [], submit)
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
