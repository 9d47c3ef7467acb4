import type { EventStore } from '../../platform/event-store/types.ts'
import { differences } from '../../platform/history/differences.ts'
import { isBy, textOf, type StreamMoment } from '../../platform/history/moment.ts'
import { plain } from '../../platform/history/plain.ts'
import {
  isFault,
  type Fault,
  type History,
  type StateAt,
  type StateDifference,
} from '../../platform/history/port.ts'
import { passed } from './rows.ts'
import { aggregateOf, stepsOf, wrongCategory, type Step } from './states.ts'

type Store = Pick<EventStore, 'read'>
/** A stream with more events than `mostEvents` is not folded; without it any is. */
export type StatesOptions = { readonly eventStore: Store; readonly mostEvents?: number }

const isIn = ({ event, revision }: Step, moment: StreamMoment): boolean =>
  moment.kind === 'revision' ? revision <= moment.revision : isBy(event, moment)

/** What a stream had come to at a moment, and the steps up to it. */
type Reached = { readonly at: StateAt; readonly steps: readonly Step[] }

const stateAfter = (stream: string, { event, revision, after }: Step): StateAt => ({
  stream,
  revision,
  last: passed(event),
  state: plain(after),
})

const reach = async (
  { eventStore, mostEvents }: StatesOptions,
  stream: string,
  moment: StreamMoment,
): Promise<Reached | Fault> => {
  const aggregate = aggregateOf(stream)
  if (aggregate === undefined) return wrongCategory(stream)
  const steps: Step[] = []
  let ended = true
  for await (const step of stepsOf(eventStore, aggregate, stream)) {
    if (!isIn(step, moment)) {
      ended = false
      break
    }
    if (steps.length === mostEvents)
      return { code: 'HISTORY_TOO_LONG', detail: `${stream} has more than ${mostEvents} events.` }
    steps.push(step)
  }
  const last = steps.at(-1)
  if (last === undefined)
    return ended
      ? { code: 'NOT_FOUND', detail: `There is no stream ${stream}.` }
      : { code: 'MOMENT_TOO_EARLY', detail: `${stream} has no event by ${textOf(moment)}.` }
  if (moment.kind === 'revision' && last.revision < moment.revision)
    return {
      code: 'MOMENT_TOO_LATE',
      detail: `${stream} ends with revision ${last.revision.toString()}.`,
    }
  return { at: stateAfter(stream, last), steps }
}

/** The first parts of what a step changed: `/holds/…` is told as a whole. */
const changedBy = ({ before, after }: Step): readonly string[] => [
  ...new Set(
    differences(plain(before), plain(after)).map(({ pointer }) =>
      pointer.split('/').slice(0, 3).join('/'),
    ),
  ),
]

/** Aggregates and instances of sagas at any moment, folded by the code of today. */
export const createPastStates = (
  options: StatesOptions,
): Pick<History<never>, 'stateAt' | 'stateDiff'> => ({
  stateAt: async (stream, moment) => {
    const reached = await reach(options, stream, moment)
    return isFault(reached) ? reached : reached.at
  },
  stateDiff: async (stream, from, to): Promise<StateDifference | Fault> => {
    const earlier = await reach(options, stream, from)
    if (isFault(earlier)) return earlier
    const later = await reach(options, stream, to)
    if (isFault(later)) return later
    if (later.steps.length < earlier.steps.length)
      return { code: 'QUERY_INVALID', detail: 'The first moment lies behind the second.' }
    return {
      from: earlier.at,
      to: later.at,
      changes: differences(earlier.at.state, later.at.state),
      events: later.steps
        .slice(earlier.steps.length)
        .map((step) => ({ ...passed(step.event), changed: changedBy(step) })),
    }
  },
})
