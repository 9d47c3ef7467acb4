import type { AttemptOutcome } from '../../domain/engagement/webhook-message.ts'

export type WebhookRequest = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Aborted, the call throws; nobody knows then whether it was received. */
  readonly signal: AbortSignal
}

/** What came of one request. `retryAfterSeconds` is what the receiver asked for. */
export type WebhookAnswer = {
  readonly outcome: AttemptOutcome
  readonly latencyMs: number
  readonly retryAfterSeconds?: number
}

/** Sends to receivers on the internet, and nowhere else. */
export type WebhookSender = {
  /** Why nothing would be sent to this URL, as far as the URL itself tells; nothing when it may be tried. */
  readonly refusal: (url: string) => string | undefined
  readonly post: (request: WebhookRequest) => Promise<WebhookAnswer>
}

/** A message of an endpoint, in the order in which messages were made. */
export type IndexedMessage = { readonly messageId: string; readonly position: bigint }

/** Which messages an endpoint was to be sent. It is a projection; asked for what it has not come to, it throws. */
export type WebhookIndex = {
  readonly messages: (question: {
    readonly endpointId: string
    readonly from: string
    readonly until: string
    /** Those whose last delivery was given up or let go; else all. */
    readonly failedOnly: boolean
    readonly after: bigint
    readonly limit: number
    /** The index must have come to here. */
    readonly atLeast: bigint
  }) => Promise<readonly IndexedMessage[]>
}

/** The index has not come so far yet. */
export class IndexBehind extends Error {
  override readonly name = 'IndexBehind'
}
