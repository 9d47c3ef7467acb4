import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Failure } from '../errors/problem.ts'
import { failureOf } from './failure.ts'
import type { MethodTable } from './method-table.ts'
import { sendProblem } from './send-problem.ts'

const internal: Failure = {
  code: 'INTERNAL',
  detail: 'Something happened that the hub did not foresee. The traceId leads to its log.',
}

const pathOf = (url: string): string => url.split('?', 1)[0] ?? url

/** What the router refuses before there is a route: hooks do not see it. */
export const answerFrameworkError = (
  error: Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void => void sendProblem(reply, failureOf(error, 0) ?? internal)

/** Whatever goes wrong in or around a route is answered as a problem; what nobody foresaw is logged, and tells nothing. */
export const answerProblems = (app: FastifyInstance, methods: MethodTable): void => {
  app.setErrorHandler((error, request, reply) => {
    const failure = failureOf(error, request.routeOptions.bodyLimit)
    if (failure === undefined) request.log.error({ err: error }, 'unforeseen')
    return sendProblem(reply, failure ?? internal)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request.url)
    const allowed = methods.allowed(path)
    if (allowed.length === 0)
      return sendProblem(reply, { code: 'ROUTE_NOT_FOUND', detail: `There is nothing at ${path}.` })
    const allow = allowed.join(', ')
    return sendProblem(
      reply,
      { code: 'METHOD_NOT_ALLOWED', detail: `${path} knows ${allow}, not ${request.method}.` },
      { allow },
    )
  })
}
