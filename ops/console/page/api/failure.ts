/** What the hub refused, or could not be asked, in the words of its error table. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly code: string
  /** Finds the request again in the hub's traces and log; absent when nothing came back. */
  readonly traceId: string | undefined
  /** What the second step of a log-in takes, of MFA_REQUIRED. */
  readonly challenge: string | undefined
  readonly retryable: boolean

  constructor(
    code: string,
    detail: string,
    more: {
      readonly traceId?: string | undefined
      readonly challenge?: string | undefined
      readonly retryable?: boolean | undefined
    } = {},
  ) {
    super(detail)
    this.code = code
    this.traceId = more.traceId
    this.challenge = more.challenge
    this.retryable = more.retryable ?? false
  }
}

/** Whatever was thrown, as a failure that can be shown. */
export const failureOf = (thrown: unknown): ApiFailure =>
  thrown instanceof ApiFailure
    ? thrown
    : new ApiFailure('CONSOLE_ERROR', thrown instanceof Error ? thrown.message : String(thrown))

export const isAborted = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'AbortError'
