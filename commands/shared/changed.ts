import type { DomainEvent } from '../../domain/shared/event.ts'

/** Where a change stands in the log, and what it was. Of the books that an aggregate may keep nothing is seen here. */
export type Changed = {
  readonly stream: string
  readonly revision: bigint
  /** Of the last event written by this command; of the stream's end when it had nothing to write. */
  readonly position: bigint
  /** The command had been executed before; this is the answer it got then. */
  readonly replayed: boolean
  readonly events: readonly DomainEvent[]
  /** The last event that the command wrote; absent when it had nothing to write. */
  readonly eventId?: string
}
