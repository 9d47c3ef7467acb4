import type { FastifyReply, FastifyRequest } from 'fastify'
import type { GraphQLFormattedError } from 'graphql'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'
import { causalityOf } from '../../platform/http/causality.ts'
import { failureHeaders } from '../../platform/http/send-problem.ts'
import { errorsOf, formatError } from '../errors/format.ts'
import { queryError } from '../errors/query-error.ts'
import { type MediaType, negotiate } from './media-type.ts'

/** The body of every answer; `data` is absent when nothing was executed. */
export type Answer = {
  readonly data?: unknown
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

/** Wrong on the level of HTTP: the status says so to every client, old ones too. */
const transport: ReadonlySet<ErrorCode> = new Set([
  'MALFORMED_REQUEST',
  'UNSUPPORTED_MEDIA_TYPE',
  'PAYLOAD_TOO_LARGE',
  'NOT_ACCEPTABLE',
  'METHOD_NOT_ALLOWED',
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'RATE_LIMITED',
  'DRAINING',
  'INTERNAL',
])

const isCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errorTable, value)

/**
 * GraphQL over HTTP: what was executed is 200. What was not has its status by the error table, except that
 * application/json gives 200 to documents that are wrong, as its clients expect.
 */
const visibleCode = ({ data, errors = [] }: Answer, media: MediaType): ErrorCode | undefined => {
  const code = errors[0]?.extensions?.['code']
  if (data !== undefined || !isCode(code)) return undefined
  const visible = media === 'application/graphql-response+json' || transport.has(code)
  return visible ? code : undefined
}

export const mediaTypeOf = (request: FastifyRequest): MediaType => {
  const media = negotiate(request.headers.accept)
  if (media !== undefined) return media
  throw queryError(
    'NOT_ACCEPTABLE',
    'Accept application/graphql-response+json or application/json.',
  )
}

export const send = (reply: FastifyReply, answer: Answer, media: MediaType): FastifyReply => {
  const code = visibleCode(answer, media)
  return reply
    .code(code === undefined ? 200 : errorTable[code].status)
    .headers(code === undefined ? {} : failureHeaders(code, reply))
    .header('content-type', `${media}; charset=utf-8`)
    .header('cache-control', 'no-store')
    .header('vary', 'accept, authorization, x-api-key')
    .send(JSON.stringify(answer))
}

/** What was thrown before anything was executed, as an answer; a fault of ours is logged and masked. */
export const refusal = (
  request: FastifyRequest,
  thrown: unknown,
  extensions?: Answer['extensions'],
): Answer => {
  const { traceId } = causalityOf(request)
  const report = (error: unknown): void => request.log.error({ err: error }, 'query failed')
  const errors = errorsOf(thrown)
  const formatted =
    errors === undefined
      ? [
          formatError(
            { message: '', originalError: thrown ?? new Error('nothing was thrown') },
            'execution',
            traceId,
            report,
          ),
        ]
      : errors.map((error) => formatError(error, 'request', traceId, report))
  return { errors: formatted, ...(extensions === undefined ? {} : { extensions }) }
}
