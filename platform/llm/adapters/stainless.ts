import type { Failed } from '../port.ts'
import { failureOfCall, failureOfSign, retryAfterMsOf } from './failures.ts'

/** What the errors of the clients of OpenAI and Anthropic have in common: one generator makes both. */
type ApiError = {
  readonly status: number | undefined
  readonly headers: { readonly get: (name: string) => string | null } | undefined
  readonly message: string
  readonly code?: string | null | undefined
  readonly type?: string | null | undefined
}

const tooLong =
  /context_length_exceeded|prompt is too long|maximum context length|request_too_large|reduce the length/i
const filtered = /content_filter|content_policy|moderation|violat\w+ [\w ]*polic|safety/i

/** Errors in the middle of a stream have no status, but a word that means one. */
const statusOfWord: Readonly<Record<string, number>> = {
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  overloaded_error: 529,
  server_overloaded: 529,
  authentication_error: 401,
  permission_error: 403,
  invalid_request_error: 400,
}

export const stainlessFailure = (provider: string, error: ApiError): Failed => {
  const word = error.code ?? error.type ?? undefined
  const words = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`
  const status =
    error.status ??
    [error.type, error.code]
      .flatMap((each) => (each == null ? [] : [statusOfWord[each]]))
      .find((each) => each !== undefined)
  // A connection that failed is such an error as well, with neither.
  if (status === undefined && word === undefined) return failureOfCall(provider, error)
  const refusable = status === 400 || status === 403 || status === 422
  const failure = failureOfSign({
    provider,
    status,
    code: word,
    retryAfterMs: error.headers === undefined ? undefined : retryAfterMsOf(error.headers),
    tooLong: (refusable || status === 413) && tooLong.test(words),
    filtered: refusable && filtered.test(words),
  })
  return error.status === undefined ? { ...failure, charged: 'UNKNOWN' } : failure
}
