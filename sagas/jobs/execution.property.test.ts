import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { failureOf, jobId, submissionOf } from '../../test/kit/jobs.ts'
import {
  input,
  playSaga,
  refused,
  succeeded,
  timer,
  unknown,
  type Told,
} from '../../test/kit/saga.ts'
import { jobExecution } from './execution.ts'

const submission = submissionOf()
const submitted = input('JobSubmitted', { ...submission, submittedAt: meta.now })
const at = { jobId, at: meta.now }
const granted = input('SlotGranted', { ...at, deviceId: submission.deviceId })
const usd = (amount: string) => ({ amount, asset: 'USD/2' })

/** Chooses: a number below `n`. */
type Choose = (n: number) => number

/** Something that may legally come of an effect. */
const outcomeOf = (kind: string, choose: Choose): Told => {
  const pick = (...outcomes: readonly [Told, ...Told[]]): Told =>
    outcomes[choose(outcomes.length)] ?? outcomes[0]
  const usage = { shots: choose(3) * 500, qpuSeconds: choose(3) }
  const faultDomain = (['USER', 'PLATFORM', 'PROVIDER'] as const)[choose(3)] ?? 'USER'
  switch (kind) {
    case 'holdFunds':
      return pick(succeeded(kind), succeeded(kind), refused(kind, 'INSUFFICIENT_FUNDS'))
    case 'enqueueJob':
      return pick(succeeded(kind), succeeded(kind), refused(kind, 'DEVICE_RETIRED'))
    case 'submitRun':
      return pick(
        succeeded(kind, { kind: 'accepted', providerJobId: 'run' }),
        succeeded(kind, { kind: 'refused', failure: failureOf(faultDomain) }),
        unknown(kind),
      )
    case 'findRun':
      return pick(
        succeeded(kind, { found: true, providerJobId: 'run' }),
        succeeded(kind, { found: false }),
      )
    case 'watchRun':
      return pick(
        succeeded(kind, { state: 'COMPLETED', usage }),
        succeeded(kind, { state: 'FAILED', usage, failure: failureOf(faultDomain) }),
        succeeded(kind, { state: 'CANCELLED', usage }),
        succeeded(kind, { state: 'GONE' }),
      )
    case 'completeJob':
      return pick(succeeded(kind), succeeded(kind), unknown(kind))
    case 'captureHold':
      return succeeded(kind, {
        charged: usd('100'),
        providerShare: usd('90'),
        commission: usd('10'),
      })
    default:
      return succeeded(kind)
  }
}

const terminal = ['completeJob', 'failJob', 'confirmCancellation']

/** Plays one job to its end, or gives up after so many steps. */
const play = (choose: Choose) => {
  const { tell, events, instance } = playSaga(jobExecution)
  const done: Record<string, number> = {}
  // Most lives that anything may befall end early: some are spared, so that all of the way is gone.
  let cancels = choose(3)
  const isHasty = choose(2) === 0
  let waitsForSlot = false
  const mayHappen = (): readonly (() => Told)[] => {
    const { outstanding, timers } = instance()
    const wishes = [
      ...[...outstanding.values()].map(
        ({ kind }) =>
          () =>
            outcomeOf(kind, choose),
      ),
      ...(waitsForSlot ? [() => granted] : []),
      ...(cancels > 0
        ? [
            () =>
              input('JobCancellationRequested', {
                ...at,
                by: choose(2) === 0 ? 'USER' : 'SYSTEM',
                reason: '',
              }),
          ]
        : []),
    ]
    // Whoever is not in haste is told of a timer when nothing else is left to happen.
    return isHasty || wishes.length === 0
      ? [...wishes, ...[...timers.keys()].map((name) => () => timer(name))]
      : wishes
  }
  tell(submitted)
  for (let steps = 0; steps < 400; steps++) {
    if (instance().ended !== undefined && instance().outstanding.size === 0) break
    const options = mayHappen()
    const told = options[choose(options.length)]?.()
    if (told === undefined) break
    if (told === granted) waitsForSlot = false
    if ('input' in told && told !== granted) cancels -= 1
    for (const event of tell(told)) {
      const { data, type } = event
      if (type === 'SagaEffectRequested' && data.kind === 'enqueueJob') waitsForSlot = true
      if (type === 'SagaEffectSucceeded') done[data.kind] = (done[data.kind] ?? 0) + 1
    }
    const kinds = [...instance().outstanding.values()].map(({ kind }) => kind)
    const about = kinds.filter((kind) => ['submitRun', 'findRun', 'watchRun'].includes(kind))
    if (about.length > 1) throw new Error(`at the same time: ${about.join(', ')}`)
  }
  const requested = (kind: string): number =>
    events.filter((event) => event.type === 'SagaEffectRequested' && event.data.kind === kind)
      .length
  return { events, instance: instance(), done: (kind: string) => done[kind] ?? 0, requested }
}

t.test(
  'whatever happens in whatever order, a job ends once and leaves nothing behind',
  async (t) => {
    const outcomes = new Set<string>()
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat({ max: 2 ** 30 })), (numbers) => {
        const { instance, done, requested } = play((n) => (numbers.next().value ?? 0) % n)
        const { ended } = instance
        if (ended === undefined) return false
        outcomes.add(ended)
        const resolutions = requested('captureHold') + requested('releaseHold')
        return (
          instance.outstanding.size === 0 &&
          !ended.startsWith('HALTED') &&
          resolutions === done('holdFunds') &&
          requested('releaseSlot') === done('enqueueJob') &&
          requested('voidHold') === 1 - done('holdFunds') &&
          done('settleCharge') + done('releaseCharge') === resolutions &&
          terminal.reduce((sum, kind) => sum + done(kind), 0) === 1 &&
          requested('submitRun') <= 3
        )
      }),
      { numRuns: 3000 },
    )
    t.strictSame([...outcomes].sort(), ['CANCELLED', 'COMPLETED', 'FAILED'], 'every end was seen')
  },
)

t.test('no submission while it is unknown what came of the one before', async () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat({ max: 2 ** 30 })), (numbers) => {
      const { events } = play((n) => (numbers.next().value ?? 0) % n)
      let unresolved = false
      for (const { type, data } of events) {
        if (type === 'SagaEffectUnknown') unresolved = true
        if (type === 'SagaEffectSucceeded' && data.kind === 'findRun') unresolved = false
        if (type === 'SagaEffectRequested' && data.kind === 'submitRun' && unresolved) return false
      }
      return true
    }),
    { numRuns: 1000 },
  )
})
