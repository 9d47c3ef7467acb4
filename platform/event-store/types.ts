/** Who acted, as every event remembers it. */
export type EventActor = {
  readonly kind: 'user' | 'apiKey' | 'system' | 'operator' | 'agent'
  readonly id: string
}

/** What stands beside every event's data. `occurredAt` is ISO 8601 UTC, `schema` the version of the stored contract. */
export type EventMetadata = {
  readonly $correlationId: string
  readonly $causationId: string
  readonly commandId: string
  readonly inputHash: string
  readonly actor: EventActor
  readonly organisation?: string
  readonly occurredAt: string
  readonly traceparent?: string
  readonly schema: number
}

/** An event to append. `id` is a UUID; with the exact revision it makes an append idempotent. */
export type NewEvent = {
  readonly id: string
  readonly type: string
  readonly data: unknown
  readonly metadata: EventMetadata
}

/** An event of the log. `position` is its commit position in `$all`, `revision` its number in the stream (first is 0). */
export type RecordedEvent = NewEvent & {
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
  readonly created: Date
}

/** `revision` and `position` are those of the last event appended. `actual` is absent when there is no stream. */
export type AppendResult =
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrong-revision'; readonly actual?: bigint }
  | { readonly kind: 'stream-deleted' }

export type ReadDirection = 'forwards' | 'backwards'

/** `from` is inclusive; without it a read starts at the first event, or at the last when it goes backwards. */
export type ReadStreamOptions = {
  readonly from?: bigint
  readonly maxCount?: number
  readonly direction?: ReadDirection
}

/** Which events of `$all` are wanted, judged by the server. `regex` must mean the same in .NET and in JavaScript. */
export type AllFilter =
  | { readonly on: 'stream' | 'type'; readonly prefixes: readonly string[] }
  | { readonly on: 'stream' | 'type'; readonly regex: string }

/** `from` is exclusive: the position of the last event already seen. */
export type ReadAllOptions = {
  readonly from?: bigint
  readonly maxCount: number
  readonly direction?: ReadDirection
  readonly filter?: AllFilter
}

/** `after` is exclusive. Without `streamPrefixes` every stream but the system's own (`$…`) is followed. */
export type SubscribeAllOptions = {
  readonly after: bigint | 'start'
  readonly streamPrefixes?: readonly string[]
  readonly signal: AbortSignal
}

/**
 * What a subscription tells, in log order. A checkpoint says that nothing wanted stands between the last event and
 * `position`; `caught-up` comes when the live end is reached, again after every reconnection.
 */
export type SubscriptionMessage =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' }

/** How long a stream keeps its events: the newest `maxCount`, those younger than `maxAgeSeconds`, from `truncateBefore` on. */
export type StreamRetention = {
  readonly maxCount?: number
  readonly maxAgeSeconds?: number
  readonly truncateBefore?: bigint
}

/** The log. Every method throws `EventStoreUnavailable` past its deadline and `EventStoreRefused` on a refusal. */
export type EventStore = {
  /**
   * Appends all or nothing at the exact revision. Transient failures are retried with the same ids and revision.
   * Throws `AppendUncertain` when the deadline passed and the append may have happened: repeat it as it was.
   */
  readonly append: (
    stream: string,
    events: readonly NewEvent[],
    expected: bigint | 'no-stream',
  ) => Promise<AppendResult>
  /** The events of a stream; [] when it is missing or deleted. */
  readonly read: (stream: string, options?: ReadStreamOptions) => Promise<readonly RecordedEvent[]>
  /** A page of the log over all streams. */
  readonly readAll: (options: ReadAllOptions) => Promise<readonly RecordedEvent[]>
  /** Follows the log, as many messages at a time as came; resumes by itself after a failure; ends when the signal is aborted. */
  readonly subscribeAll: (
    options: SubscribeAllOptions,
  ) => AsyncIterable<readonly SubscriptionMessage[]>
  /** Position of the last event of the log, 0n when it is empty. */
  readonly head: () => Promise<bigint>
  readonly setStreamRetention: (stream: string, retention: StreamRetention) => Promise<void>
  /** Hides a stream's events; a later append continues its revisions. */
  readonly deleteStream: (stream: string, expected?: bigint) => Promise<void>
  /** Ends a stream for ever. */
  readonly tombstoneStream: (stream: string, expected?: bigint) => Promise<void>
  /** Ends open calls; the connection is shared in the process and closes with its last user. */
  readonly close: () => Promise<void>
}

/** `deadlineMs` bounds an append, read or administrative call with all its retries; `attemptMs` one attempt. */
export type EventStoreOptions = {
  readonly deadlineMs?: number
  readonly attemptMs?: number
}
