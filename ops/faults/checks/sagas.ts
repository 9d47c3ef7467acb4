import type { SagaEvent } from '../../../domain/shared/saga-events.ts'
import { sagas as allSagas } from '../../../sagas/registry.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import type { Check } from './check.ts'
import { dataOf, streamsOf } from './streams.ts'

const outcomes: ReadonlySet<string> = new Set([
  'SagaEffectSucceeded',
  'SagaEffectRefused',
  'SagaEffectUnknown',
  'SagaEffectAbandoned',
])

const effectIdOf = ({ data }: RecordedEvent): string =>
  // Each of these events names its effect; the log's contract says so.
  (data as { readonly effectId: string }).effectId

/** Every effect that was asked for has one outcome; what was not asked for has none. */
const effects = (stream: string, events: readonly RecordedEvent[]): readonly string[] => {
  const found = new Map<string, number>()
  for (const { effectId } of dataOf<SagaEvent, 'SagaEffectRequested'>(
    events,
    'SagaEffectRequested',
  ))
    found.set(effectId, 0)
  for (const event of events)
    if (outcomes.has(event.type))
      found.set(effectIdOf(event), (found.get(effectIdOf(event)) ?? 1) + 1)
  return [...found]
    .filter(([, times]) => times !== 1)
    .map(([effectId, times]) => `${stream}: effect ${effectId} has ${times} outcomes`)
}

/** No instance ends twice, and none because the code was at fault. */
const endings = (stream: string, events: readonly RecordedEvent[]): readonly string[] => {
  const ends = dataOf<SagaEvent, 'SagaEnded'>(events, 'SagaEnded')
  const halted = ends.find(({ outcome }) => outcome.startsWith('HALTED'))
  return [
    ...(ends.length > 1 ? [`${stream} ended ${ends.length} times`] : []),
    ...(halted === undefined ? [] : [`${stream}: ${halted.outcome}`]),
  ]
}

const unended = (stream: string, events: readonly RecordedEvent[]): readonly string[] =>
  events.some(({ type }) => type === 'SagaEnded') ? [] : [`${stream} did not end`]

/** Nothing was given up or put in line: no code was at fault. */
const parked = (stream: string, events: readonly RecordedEvent[]): readonly string[] =>
  events
    .filter(({ type }) => type === 'SagaMessageParked' || type === 'SagaEffectParked')
    .map(({ type, revision }) => `${stream}: ${type} at ${revision}`)

/** Each job had one execution, which came to its end, as has every run of a workflow; a device's schedule goes on, with nothing left open. */
export const sagas: Check = ({ log }) => {
  const executions = streamsOf(log, 'jobExecution')
  const jobs = streamsOf(log, 'job')
  return [
    ...allSagas.flatMap(({ saga }) =>
      [...streamsOf(log, saga.name)].flatMap(([id, events]) => [
        ...effects(`${saga.name}-${id}`, events),
        ...parked(`${saga.name}-${id}`, events),
        ...endings(`${saga.name}-${id}`, events),
      ]),
    ),
    ...[...executions].flatMap(([id, events]) => unended(`jobExecution-${id}`, events)),
    ...[...streamsOf(log, 'workflowExecution')].flatMap(([id, events]) =>
      unended(`workflowExecution-${id}`, events),
    ),
    ...[...jobs.keys()].filter((id) => !executions.has(id)).map((id) => `job ${id} was not begun`),
  ]
}
