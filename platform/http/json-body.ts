import type { FastifyInstance } from 'fastify'

/** JSON and nothing else. An empty body is no body: clients name a content type on DELETE, too. */
export const acceptJsonOnly = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, null)
    else void parse(request, body.toString(), done)
  })
}
