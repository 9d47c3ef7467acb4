import type { FastifyInstance } from 'fastify'
import { principalOf } from './admit.ts'
import { causalityOf } from './causality.ts'

/** One line for each answer: what, for whom, how it ended and how long it took. Health is asked too often to be told. */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { url: route, logLevel } = request.routeOptions
    if (logLevel === 'warn') return
    request.log.info(
      {
        method: request.method,
        route: route ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        actor: principalOf(request)?.actor,
        correlationId: causalityOf(request).correlationId,
      },
      'answered',
    )
  })
}
