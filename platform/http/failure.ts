import type { Failure } from '../errors/problem.ts'
import type { ErrorCode } from '../errors/table.ts'
import { EventStoreRefused, EventStoreUnavailable } from '../event-store/errors.ts'
import { ProviderUnanswered } from '../payments/port.ts'

/** A refusal on its way through code that knows only exceptions; it is answered as the failure it carries. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.detail)
    this.failure = failure
  }
}

const codes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
}

const member = (error: object, name: string): unknown =>
  Object.entries(error).find(([key]) => key === name)?.[1]

/** What the web framework refused. */
const frameworkFailure = (error: Error, bodyLimit: number): Failure | undefined => {
  const code = codes[String(member(error, 'code'))]
  if (code === 'PAYLOAD_TOO_LARGE')
    return { code, detail: `The body may have ${bodyLimit} bytes here.` }
  if (code !== undefined) return { code, detail: error.message }
  const status = member(error, 'statusCode')
  const refused = typeof status === 'number' && status >= 400 && status < 500
  return refused ? { code: 'MALFORMED_REQUEST', detail: error.message } : undefined
}

/**
 * What an exception means to the caller. Undefined when nobody foresaw it: it is to be logged and answered as INTERNAL.
 */
export const failureOf = (error: unknown, bodyLimit: number): Failure | undefined => {
  if (error instanceof Refused) return error.failure
  if (error instanceof EventStoreUnavailable)
    return { code: 'UNAVAILABLE', detail: 'The event store does not answer.' }
  if (error instanceof ProviderUnanswered)
    return { code: 'UNAVAILABLE', detail: 'The payment provider does not answer.' }
  if (error instanceof EventStoreRefused && error.reason === 'maximum-append-size-exceeded')
    return { code: 'PAYLOAD_TOO_LARGE', detail: 'This is more than one event can hold.' }
  return error instanceof Error ? frameworkFailure(error, bodyLimit) : undefined
}
