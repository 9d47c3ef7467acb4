import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import helmet from 'helmet'

/** Helmet's own defaults. They are the same for every answer, so they are asked for once. */
const securityHeaders = () => {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  helmet()(request, response, () => undefined)
  return response.getHeaders()
}

/** What tells browsers to be careful with any answer; a route that serves pages says more of its own. */
export const answerSecurity = (app: FastifyInstance): void => {
  const headers = securityHeaders()
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}
