import type { MountDocument } from '../mount.ts'

type JsonSchema = Readonly<Record<string, unknown>>
type Parameter = {
  readonly name: string
  readonly in: 'header'
  readonly required: boolean
  readonly description: string
  readonly schema: JsonSchema
}

const text = (maxLength: number, more: JsonSchema = {}): JsonSchema => ({
  type: 'string',
  maxLength,
  ...more,
})

const parameter = (
  name: string,
  description: string,
  schema: JsonSchema,
  required = false,
): Parameter => ({ name, in: 'header', required, description, schema })

/** The request headers that an operation goes by. */
export const requestHeadersOf = (document: MountDocument): readonly Parameter[] => [
  ...(document.kind === 'command'
    ? [
        parameter(
          'Idempotency-Key',
          'Unique for each command of a caller. A repetition is answered as the first was, and never executed again.',
          text(255, { minLength: 1, pattern: '^[\\x21-\\x7e]+$' }),
          true,
        ),
      ]
    : document.kind === 'query'
      ? [parameter('If-None-Match', 'Answers 304 when the state still has this ETag.', text(1000))]
      : []),
  ...(document.precondition === 'none'
    ? []
    : [
        parameter(
          'If-Match',
          'The ETag of the state that the change is based on. Compared strongly.',
          text(1000),
          document.precondition === 'required',
        ),
      ]),
  ...(document.upload === undefined
    ? []
    : [
        parameter(
          'Content-Digest',
          'SHA-256 of the content (RFC 9530), which it is held against: `sha-256=:<base64>:`.',
          text(500),
        ),
      ]),
  ...(document.waits
    ? [
        parameter(
          'Prefer',
          '`wait=N`: hold the answer back for up to N (at most 30) seconds until the job has ended; `respond-async`: do not.',
          text(200),
        ),
      ]
    : []),
  parameter(
    'X-Correlation-Id',
    'Joins what belongs together; comes back, and is kept with the events.',
    text(128),
  ),
  parameter('traceparent', 'W3C Trace Context.', text(200)),
]

const header = (description: string, schema: JsonSchema = text(200)) => ({ description, schema })

const count = { type: 'integer', format: 'int32', minimum: 0 } as const

/** Headers of every answer. */
export const commonHeaders = {
  'X-Request-Id': header('This request.'),
  'X-Correlation-Id': header('The correlation id given, or this request.'),
  traceparent: header('W3C Trace Context of the answer.'),
  'Access-Control-Allow-Origin': header('The origin that asked: any may, no cookie is looked at.'),
  'RateLimit-Limit': header('Requests allowed in the window.', count),
  'RateLimit-Remaining': header('Requests left in the window.', count),
  'RateLimit-Reset': header('Seconds until the window ends.', count),
}

export const retryAfter = header('Seconds to wait before the next try.', count)

/** Headers of an operation's success. */
export const successHeadersOf = (document: MountDocument) => {
  // An answer to a question is no state.
  if (document.kind === 'question') return {}
  return document.download === undefined ? stateHeadersOf(document) : contentHeaders
}

const contentHeaders = {
  ETag: header('The SHA-256 of the content, in hex, as a strong tag.', text(66)),
  'Content-Digest': header('SHA-256 of the content (RFC 9530).'),
  'Content-Disposition': header('`attachment`, and what to call the file.'),
  'Content-Length': header('Bytes of the content.', {
    type: 'integer',
    format: 'int64',
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
  }),
}

const stateHeadersOf = (document: MountDocument) => ({
  ETag: header('The revision of the state, as a strong tag.', text(40)),
  'X-Position': header('Position in the log: what reads may ask to be at least at.', text(20)),
  ...(document.kind === 'command'
    ? {
        'Idempotency-Replayed': header('`true`: this answer was given before.', {
          type: 'string',
          enum: ['true'],
        }),
      }
    : {}),
  ...(document.located ? { Location: header('Where the state can be read.') } : {}),
  ...(document.waits ? { 'Preference-Applied': header('The preference that was followed.') } : {}),
})
