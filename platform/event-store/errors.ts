/** The event store could not be reached within the deadline; nothing was appended. */
export class EventStoreUnavailable extends Error {
  override readonly name = 'EventStoreUnavailable'
  readonly code = 'event-store-unavailable'
}

/** The answer to an append got lost: it may have happened. Safe to repeat with the same ids and revision. */
export class AppendUncertain extends Error {
  override readonly name = 'AppendUncertain'
  readonly code = 'append-uncertain'
}

/** The event store answered, and said no (access, size, an argument it does not take), or what nobody can read. */
export class EventStoreRefused extends Error {
  override readonly name = 'EventStoreRefused'
  readonly code = 'event-store-refused'
  /** The server's own name for the refusal, for example `maximum-append-size-exceeded`; or `unreadable-answer`. */
  readonly reason: string
  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}
