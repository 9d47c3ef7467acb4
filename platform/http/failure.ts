import type { ErrorCode } from '../errors/table.ts'
import type { Failure } from '../errors/problem.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MALFORMED_REQUEST',
  FST_ERR_CTP_INVALID_JSON_BODY: 'MALFORMED_REQUEST',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_REQUEST',
}

const member = (error: object, name: string): unknown =>
  Object.entries(error).find(([key]) => key === name)?.[1]

/**
 * What the web framework refused, as a failure of the hub. Undefined when the error is nobody's decision: it is to be
 * logged and answered as INTERNAL.
 */
export const frameworkFailure = (error: unknown): Failure | undefined => {
  if (!(error instanceof Error)) return undefined
  const known = codes[String(member(error, 'code'))]
  if (known !== undefined) return { code: known, detail: error.message }
  const status = member(error, 'statusCode')
  const refused = typeof status === 'number' && status >= 400 && status < 500
  return refused ? { code: 'MALFORMED_REQUEST', detail: error.message } : undefined
}
