import { decodeEvent, schemaOf } from '../../domain/events.ts'
import type { Decision } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { firstDifference, type FieldDifference } from './difference.ts'

/** What was decided, in today's form: as it would come out of the log. A rejection's words may change, its code may not. */
export type Outcome = { readonly rejected: string } | { readonly events: readonly DomainEvent[] }

type StoredEvent = { readonly type: string; readonly schema: number; readonly data: unknown }

/** Recorded events through today's upcasters. Throws what cannot be read. */
export const recordedEvents = (events: readonly StoredEvent[]): readonly DomainEvent[] =>
  events.map(({ type, schema, data }) => decodeEvent({ type, data, metadata: { schema } }))

/** Today's decision as it would be stored and read again. Throws what could not be stored. */
export const outcomeOf = (decision: Decision<DomainEvent>): Outcome => {
  if (isRejection(decision)) return { rejected: decision.rejected }
  const stored = decision.map(({ type, data }) => ({ type, schema: schemaOf(type), data }))
  // Through JSON, as in a log.
  return { events: recordedEvents(JSON.parse(JSON.stringify(stored)) as readonly StoredEvent[]) }
}

/**
 * Where today's outcome first differs from the recorded one. That the recording cannot be read, or that today's code
 * fails, is a difference too.
 */
export const compare = (
  recorded: () => Outcome,
  today: () => Outcome,
): FieldDifference | undefined => {
  const was = attempt(recorded)
  if ('failed' in was) return { field: 'recorded', recorded: undefined, today: was.failed }
  return firstDifference(was, attempt(today))
}

const attempt = (work: () => Outcome): Outcome | { readonly failed: string } => {
  try {
    return work()
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}
