import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Failure, problemOf } from '../errors/problem.ts'
import { frameworkFailure } from './failure.ts'
import { traceIdOf } from './trace-id.ts'

/** Answers a failure as RFC 9457 problem+json. */
export const sendProblem = (
  request: FastifyRequest,
  reply: FastifyReply,
  failure: Failure,
): FastifyReply => {
  const problem = problemOf(failure, request.id, traceIdOf(request))
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

const internal: Failure = { code: 'INTERNAL', detail: 'Something went wrong inside the hub.' }

/** Unknown routes and thrown errors as problem+json; what nobody decided is logged and masked. */
export const answerWithProblems = (app: FastifyInstance): void => {
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, {
      code: 'ROUTE_NOT_FOUND',
      detail: `There is no ${request.method} ${request.url.split('?')[0] ?? ''} here.`,
    }),
  )
  app.setErrorHandler((error, request, reply) => {
    const failure = frameworkFailure(error)
    if (failure === undefined) request.log.error({ err: error }, 'unexpected error')
    return sendProblem(request, reply, failure ?? internal)
  })
}
