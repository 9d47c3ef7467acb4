import { baseOf } from '../../commands/shared/books/load-book.ts'
import { decisionMeta } from '../../commands/shared/decision.ts'
import type { AnyAggregate } from '../../domain/aggregates.ts'
import { decodeEvent } from '../../domain/events.ts'
import { compare, outcomeOf, recordedEvents } from './compare.ts'
import type { FieldDifference } from './difference.ts'
import {
  categoryOf,
  type RecordedDecision,
  type RecordedLogEvent,
  type Recording,
} from './recording.ts'

/** A decision that today's code would take otherwise. `decider` is the aggregate's category and the command's type. */
export type Difference = FieldDifference & {
  readonly decider: string
  readonly stream: string
  readonly revision: number
  readonly commandId: string
}
export type Replayed = { readonly decisions: number; readonly differences: readonly Difference[] }

const typeOf = (command: unknown): string =>
  typeof command === 'object' &&
  command !== null &&
  'type' in command &&
  typeof command.type === 'string'
    ? command.type
    : 'command'

const byStream = <Line extends { readonly stream: string }>(lines: readonly Line[]) => {
  const streams = new Map<string, Line[]>()
  for (const line of lines) {
    const known = streams.get(line.stream)
    if (known === undefined) streams.set(line.stream, [line])
    else known.push(line)
  }
  return streams
}

/**
 * Folds every recorded stream through today's `evolve`, takes every recorded decision again with today's `decide`, on the
 * state and with the actor, time and ids that it had, and says what would be decided otherwise. Decisions on streams that
 * none of these aggregates has (saga instances decide from the log, see `redecide.ts`) are left out.
 */
export const replayDecisions = (
  { events, decisions }: Recording,
  aggregates: readonly AnyAggregate[],
): Replayed => {
  const byCategory = new Map(aggregates.map((aggregate) => [aggregate.category, aggregate]))
  const logs = byStream(events)
  const differences: Difference[] = []
  let replayed = 0
  for (const [stream, taken] of byStream(decisions)) {
    const aggregate = byCategory.get(categoryOf(stream))
    if (aggregate === undefined) continue
    const stateAt = statesOf(aggregate, logs.get(stream) ?? [])
    for (const decision of taken.toSorted((a, b) => a.revision - b.revision)) {
      replayed += 1
      const difference = decideAgain(aggregate, stateAt, decision)
      if (difference !== undefined) differences.push(difference)
    }
  }
  return { decisions: replayed, differences }
}

/** The state after each revision, asked for in rising order. */
const statesOf = (aggregate: AnyAggregate, log: readonly RecordedLogEvent[]) => {
  // What came out of an aggregate's stream goes back to it.
  let state: unknown = aggregate.initial
  let next = 0
  return (revision: number): unknown => {
    for (; next <= revision; next += 1) {
      const event = log[next]
      if (event === undefined) throw new Error(`the recording has no event ${next} of the stream`)
      const { type, data, schema } = event
      state = aggregate.evolve(state, decodeEvent({ type, data, metadata: { schema } })) as unknown
    }
    return state
  }
}

const decideAgain = (
  aggregate: AnyAggregate,
  stateAt: (revision: number) => unknown,
  recorded: RecordedDecision,
): Difference | undefined => {
  const { stream, revision, brought = [], commandId, command, outcome } = recorded
  const difference = compare(
    () => ('rejected' in outcome ? outcome : { events: recordedEvents(outcome.events) }),
    () => {
      const state: unknown = recordedEvents(brought).reduce(aggregate.evolve, stateAt(revision))
      const meta = decisionMeta(recorded, stream, baseOf(aggregate, stream))
      return outcomeOf(aggregate.decide(command, state, meta))
    },
  )
  if (difference === undefined) return undefined
  const decider = `${aggregate.category} ${typeOf(command)}`
  return { ...difference, decider, stream, revision, commandId }
}
