/** How the hub reaches the provider. */
export type StripeSettings = {
  readonly secretKey: string
  /** The signing secrets of the webhook endpoint: two while one replaces the other. */
  readonly webhookSecrets: readonly string[]
  /** Absent: the provider's own address; given: the simulator, or whatever speaks the same. */
  readonly url?: string
  /** Time for one answer; past it nobody knows what came of the request. */
  readonly timeoutMs: number
  /** How often the SDK itself sends a request again, under the same key, when a connection breaks. */
  readonly networkRetries: number
  /** The hub's clock, in milliseconds. */
  readonly now: () => number
}
