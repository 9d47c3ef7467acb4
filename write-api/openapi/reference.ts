import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

/** `/openapi.json`, and the page at `/reference` that shows it; its assets come from here. */
export const serveReference = async (app: FastifyInstance): Promise<void> => {
  app.get('/openapi.json', (_request, reply) => reply.send(app.swagger()))
  await app.register(swaggerUi, {
    routePrefix: '/reference',
    staticCSP: true,
    uiConfig: { docExpansion: 'list', persistAuthorization: false, validatorUrl: null },
    theme: { title: 'Quantum Hub: commands' },
  })
}
