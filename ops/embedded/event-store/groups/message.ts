import type { Entry } from '../store/log.ts'

/** What becomes of a message's place when it is done with. */
export type Ticket =
  | { readonly kind: 'fresh'; readonly number: number }
  /** It was parked, and is tried again from its link in the parked stream. */
  | { readonly kind: 'replayed'; readonly revision: number }

/** An event on its way through a group. */
export type Message = {
  /** By which a consumer acknowledges it: the id of the event, or of the link that led to it. */
  readonly id: string
  readonly entry: Entry
  /** Where it stands in what the group reads. */
  readonly place: number
  /** What the entry points at; null when it points at what can't be read. Undefined when it is no resolved link. */
  readonly target: Buffer | null | undefined
  readonly retries: number
  readonly ticket: Ticket
}

/** The event that a consumer is to handle: the link's target, or the entry itself. */
export const subjectOf = ({ target, entry }: Message): Buffer => target ?? entry.bytes
