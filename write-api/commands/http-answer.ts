import type { FastifyReply } from 'fastify'
import type { Failure } from '../../platform/errors/problem.ts'
import { sendProblem, type Headers } from '../../platform/http/send-problem.ts'

/** What a command answers over HTTP, as a value that can be kept and given again. */
export type HttpAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Headers
      readonly body: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'failed'; readonly failure: Failure }

export const sendAnswer = (
  reply: FastifyReply,
  answer: HttpAnswer,
  headers: Headers = {},
): FastifyReply =>
  answer.kind === 'failed'
    ? sendProblem(reply, answer.failure, headers)
    : reply
        .code(answer.status)
        .headers({ 'cache-control': 'no-store', ...answer.headers, ...headers })
        .send(answer.body)

export const replayedHeader = { 'idempotency-replayed': 'true' } as const
