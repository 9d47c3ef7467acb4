import Fastify from 'fastify'
import t from 'tap'
import { answerWithProblems } from './problem-reply.ts'

t.test('what the framework refuses and what breaks is answered as a problem', async (t) => {
  const app = Fastify({ bodyLimit: 100 })
  app.removeContentTypeParser('text/plain')
  answerWithProblems(app)
  app.post('/echo', (request) => Promise.resolve(request.body))
  app.get('/broken', () => Promise.reject(new Error('secret of the house')))
  t.teardown(() => app.close())

  const json = { 'content-type': 'application/json' }
  const cases = [
    ['POST', '/echo', json, '{', 400, 'MALFORMED_REQUEST'],
    ['POST', '/echo', json, '', 400, 'MALFORMED_REQUEST'],
    ['POST', '/echo', json, `"${'x'.repeat(200)}"`, 413, 'PAYLOAD_TOO_LARGE'],
    ['POST', '/echo', { 'content-type': 'text/plain' }, 'hi', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['GET', '/nowhere?token=1', {}, undefined, 404, 'ROUTE_NOT_FOUND'],
    ['GET', '/broken', {}, undefined, 500, 'INTERNAL'],
  ] as const
  for (const [method, url, headers, payload, status, code] of cases) {
    const reply = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    t.equal(reply.statusCode, status, `${method} ${url} ${code}`)
    t.match(reply.headers['content-type'], /^application\/problem\+json/)
    t.match(reply.json(), { status, code, type: /^\/problems\//, traceId: /./ })
    t.notMatch(reply.body, /secret|token=1/)
  }
})
