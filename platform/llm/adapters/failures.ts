import { failedFree, failedUnsettled } from '../failed.ts'
import type { Failed } from '../port.ts'
import { NotOffered, Unreadable } from './vendor.ts'

/** What a vendor says about a failure, without its own words: those may quote what was asked, or a key. */
export type Sign = {
  readonly provider: string
  /** Of HTTP; absent in the middle of a stream. */
  readonly status?: number | undefined
  /** The vendor's word for it, as `rate_limit_error`. */
  readonly code?: string | undefined
  readonly retryAfterMs?: number | undefined
  readonly tooLong?: boolean
  readonly filtered?: boolean
}

const isWord = (code: string): boolean => /^[\w.-]{1,64}$/.test(code)

const said = ({ provider, status, code }: Sign): string => {
  const word = code !== undefined && isWord(code) ? [code] : []
  return `${provider} answered ${[...(status === undefined ? [] : [status]), ...word].join(' ') || 'with an error'}`
}

/**
 * What a failed answer means, and whether it may cost something.
 *
 * - 4xx: refused before any work, for nothing; 408 is a proxy or a model that gave up in the middle of it.
 * - 429, 503, 529: turned away at the door, for nothing.
 * - 500, 502, 504 and whatever ends a stream: some work may be done, and nobody knows what is asked for it.
 */
export const failureOfSign = (sign: Sign): Failed => {
  const { status, tooLong, filtered, retryAfterMs } = sign
  if (tooLong === true || status === 413) return failedFree('CONTEXT_TOO_LONG', said(sign))
  if (filtered === true) return failedFree('REFUSED', said(sign))
  switch (status) {
    case undefined:
      return failedUnsettled('UNAVAILABLE', said(sign))
    case 401:
    case 402:
    case 403:
      return failedFree('UNAUTHORISED', said(sign))
    case 408:
    case 504:
      return failedUnsettled('TIMEOUT', said(sign))
    case 429:
      return failedFree('RATE_LIMITED', said(sign), retryAfterMs)
    case 503:
    case 529:
      return failedFree('OVERLOADED', said(sign), retryAfterMs)
    default:
      return status >= 400 && status < 500
        ? failedFree('INVALID_REQUEST', said(sign))
        : failedUnsettled('UNAVAILABLE', said(sign))
  }
}

/** Nothing was sent where one of these is the cause. */
const unsent = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]

const causes = function* (error: unknown): Generator<Error> {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 10; depth += 1) {
    yield cause
    cause = cause.cause
  }
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : ''

/** What is left when the vendor gave no answer of its own: no connection, half an answer, or none that can be read. */
export const failureOfCall = (provider: string, error: unknown): Failed => {
  const chain = [...causes(error)]
  if (chain.some((cause) => cause instanceof NotOffered))
    return failedFree('INVALID_REQUEST', `${provider} does not offer this`)
  if (chain.some((cause) => cause instanceof Unreadable || cause instanceof SyntaxError))
    return failedUnsettled('MALFORMED', `${provider} answered what cannot be read`)
  const code = chain.map(codeOf).find((each) => unsent.includes(each))
  return code === undefined
    ? failedUnsettled('UNAVAILABLE', `the connection to ${provider} broke off`)
    : failedFree('UNAVAILABLE', `${provider} cannot be reached: ${code}`)
}

/** As the header Retry-After gives it; a date, which no vendor sends here, counts as nothing said. */
export const retryAfterMsOf = (headers: {
  readonly get: (name: string) => string | null
}): number | undefined => {
  const exact = headers.get('retry-after-ms')
  const ms = exact === null ? Number(headers.get('retry-after') ?? NaN) * 1000 : Number(exact)
  return Number.isFinite(ms) && ms >= 0 ? Math.ceil(ms) : undefined
}
