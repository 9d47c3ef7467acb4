import type { CheckName } from '../../ops/faults/checks/all.ts'
import type { Evidence } from '../../ops/faults/evidence.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'

/** A fault put into a copy of what is left after a run, and the check that has to find it. */
export type Planted = {
  readonly name: string
  readonly check: CheckName
  readonly plant: (evidence: Evidence) => Evidence
}

type Data = Readonly<Record<string, unknown>>

const indexOf = (log: readonly RecordedEvent[], is: (event: RecordedEvent) => boolean): number => {
  const index = log.findIndex(is)
  if (index < 0) throw new Error('there is nothing in the log to plant this fault in')
  return index
}

const ofType =
  (type: string) =>
  (event: RecordedEvent): boolean =>
    event.type === type

/** The log without the first event of the type, in streams of the category if one is named. */
const lost =
  (type: string, category = '') =>
  (evidence: Evidence): Evidence => ({
    ...evidence,
    log: evidence.log.toSpliced(
      indexOf(evidence.log, (event) => ofType(type)(event) && event.stream.startsWith(category)),
      1,
    ),
  })

/** The first event of the type once more, at the end of the log, as if it had happened twice. */
const doubled =
  (type: string) =>
  (evidence: Evidence): Evidence => {
    const event = evidence.log[indexOf(evidence.log, ofType(type))]
    const last = evidence.log.at(-1)
    if (event === undefined || last === undefined) throw new Error('the log is empty')
    const again = { ...event, id: crypto.randomUUID(), position: last.position + 1n }
    return { ...evidence, log: [...evidence.log, { ...again, revision: event.revision + 1_000n }] }
  }

/** The first event of the type with other data. */
const altered =
  (type: string, alter: (data: Data) => Data) =>
  (evidence: Evidence): Evidence => {
    const index = indexOf(evidence.log, ofType(type))
    return {
      ...evidence,
      log: evidence.log.map((event, at) =>
        at === index ? { ...event, data: alter(event.data as Data) } : event,
      ),
    }
  }

const plusOne = (amount: unknown): string => (BigInt(String(amount)) + 1n).toString()

const completedRun = (evidence: Evidence): number => {
  const index = evidence.runs.findIndex(({ record }) => record.ending?.state === 'COMPLETED')
  if (index < 0) throw new Error('no run completed')
  return index
}

const inRuns =
  (change: (runs: Evidence['runs'], completed: number) => Evidence['runs']) =>
  (evidence: Evidence): Evidence => ({
    ...evidence,
    runs: change(evidence.runs, completedRun(evidence)),
  })

const inReadModels =
  (change: (models: Evidence['readModels']) => Partial<Evidence['readModels']>) =>
  (evidence: Evidence): Evidence => ({
    ...evidence,
    readModels: { ...evidence.readModels, ...change(evidence.readModels) },
  })

const first = <Value>(values: readonly Value[], change: (value: Value) => Value): Value[] =>
  values.map((value, index) => (index === 0 ? change(value) : value))

const planted = (
  check: CheckName,
  name: string,
  plant: (evidence: Evidence) => Evidence,
): Planted => ({ check, name, plant })

export const plantedFaults: readonly Planted[] = [
  planted('acknowledged', 'an acknowledged submission is lost', lost('JobSubmitted')),
  planted('acknowledged', 'a repetition is answered with another place', (evidence) => {
    const [given] = evidence.given
    if (given?.kind !== 'acknowledged') throw new Error('nothing was acknowledged')
    const other = { ...given, position: given.position + 1n }
    return { ...evidence, given: [...evidence.given, other] }
  }),
  planted('acknowledged', 'a cancellation that was refused took place', (evidence) => {
    const index = indexOf(evidence.log, ofType('JobCancellationRequested'))
    const jobId = evidence.log[index]?.stream.slice('job-'.length) ?? ''
    const code = 'JOB_ALREADY_TERMINAL'
    const refused = { command: 'cancel', key: 'x', jobId, kind: 'refused', code } as const
    return { ...evidence, given: [...evidence.given, { ...refused, said: 'It has ended.' }] }
  }),
  planted('submissions', 'one key makes two jobs', doubled('JobSubmitted')),
  planted('submissions', 'a job that nobody was told of', (evidence) => ({
    ...evidence,
    given: evidence.given.slice(0, 1),
  })),
  planted('endings', 'a job never ends', lost('JobCompleted')),
  planted('endings', 'a job ends twice', doubled('JobCompleted')),
  planted('endings', 'a charge stays pending', lost('JobChargeSettled')),
  planted('holds', 'a job is charged twice', doubled('HoldCaptured')),
  planted('holds', 'a hold is never resolved', lost('HoldCaptured')),
  planted('holds', 'money is held twice', doubled('FundsHeld')),
  planted(
    'holds',
    'more is captured than was held',
    altered('HoldCaptured', (data) => ({ ...data, amount: plusOne(data['amount']) })),
  ),
  planted(
    'ledger',
    'a leg is one unit off',
    altered('HoldCaptured', (data) => {
      const [leg, ...others] = data['postings'] as readonly Data[]
      return { ...data, postings: [{ ...leg, amount: plusOne(leg?.['amount']) }, ...others] }
    }),
  ),
  planted('ledger', 'what is reserved is not used up', lost('HoldCaptured')),
  planted('queues', 'a slot is never given back', lost('SlotReleased')),
  planted('queues', 'a job gets two slots', doubled('SlotGranted')),
  planted('sagas', 'a saga does not end', lost('SagaEnded', 'jobExecution-')),
  planted('sagas', 'an effect has no outcome', lost('SagaEffectSucceeded')),
  planted('sagas', 'an effect has two outcomes', doubled('SagaEffectSucceeded')),
  planted(
    'sagas',
    'a saga halts',
    altered('SagaEnded', (data) => ({ ...data, outcome: 'HALTED captureHold X' })),
  ),
  planted(
    'runs',
    'the provider ran a job twice',
    inRuns((runs, at) => [...runs, ...runs.slice(at, at + 1)]),
  ),
  planted(
    'runs',
    'the provider lost a run that was charged',
    inRuns((runs, at) => runs.toSpliced(at, 1)),
  ),
  planted(
    'runs',
    'a run stays open',
    inRuns((runs, at) =>
      runs.map((run, index) => (index === at ? { ...run, folder: 'active' } : run)),
    ),
  ),
  planted(
    'runs',
    'a job is charged for more than its run used',
    inRuns((runs, at) =>
      runs.map((run, index) => {
        const { ending } = run.record
        if (index !== at || ending === undefined) return run
        const usage = { ...ending.usage, shots: ending.usage.shots + 5_000 }
        return { ...run, record: { ...run.record, ending: { ...ending, usage } } }
      }),
    ),
  ),
  planted(
    'readModels',
    'a job shows another status',
    inReadModels(({ jobs }) => ({ jobs: first(jobs, (job) => ({ ...job, status: 'RUNNING' })) })),
  ),
  planted(
    'readModels',
    'a job is not shown',
    inReadModels(({ jobs }) => ({ jobs: jobs.slice(1) })),
  ),
  planted(
    'readModels',
    'a wallet shows money that is not there',
    inReadModels(({ wallets }) => ({
      wallets: first(wallets, ({ available, ...wallet }) => ({
        ...wallet,
        available: { amount: plusOne(available.amount) },
      })),
    })),
  ),
  planted(
    'readModels',
    'the trial balance is off',
    inReadModels(({ balances }) => ({
      balances: first(balances, (balance) => ({ ...balance, balanced: false })),
    })),
  ),
]
