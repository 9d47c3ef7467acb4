import type { FastifyReply } from 'fastify'
import { problemOf, type Failure } from '../errors/problem.ts'
import { errorTable, type ErrorCode } from '../errors/table.ts'
import { causalityOf } from './causality.ts'

export type Headers = Readonly<Record<string, string>>

export const problemType = 'application/problem+json'

/** Seconds after which a retryable failure may be tried again, when nobody knows better. */
const defaultRetryAfter = '1'

/** What the headers of an answer say of its failure, whatever the form of its body. */
export const failureHeaders = (code: ErrorCode, reply: FastifyReply): Headers => ({
  'cache-control': 'no-store',
  ...(errorTable[code].retryable && !reply.hasHeader('retry-after')
    ? { 'retry-after': defaultRetryAfter }
    : {}),
  ...(errorTable[code].status === 401
    ? { 'www-authenticate': `Bearer realm="quantum-hub", error="invalid_token"` }
    : {}),
  ...(code === 'DRAINING' ? { connection: 'close' } : {}),
})

/** The form of every failure outside GraphQL: RFC 9457 problem+json. */
export const sendProblem = (
  reply: FastifyReply,
  failure: Failure,
  headers: Headers = {},
): FastifyReply => {
  const { request } = reply
  const problem = problemOf(failure, `urn:uuid:${request.id}`, causalityOf(request).traceId)
  return reply
    .code(problem.status)
    .headers({ ...failureHeaders(failure.code, reply), ...headers })
    .type(problemType)
    .send(JSON.stringify(problem))
}
