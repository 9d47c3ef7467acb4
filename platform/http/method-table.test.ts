import Fastify from 'fastify'
import t from 'tap'
import { methodTable } from './method-table.ts'

t.test('the methods of a path', async (t) => {
  const app = Fastify()
  t.teardown(() => app.close())
  const methods = methodTable(app)
  const nothing = () => Promise.resolve({})
  app.get('/v1/jobs/:jobId', nothing)
  app.delete('/v1/jobs/:jobId', nothing)
  app.route({ method: ['POST', 'PUT'], url: '/openapi.json', handler: nothing })
  t.same(methods.allowed('/v1/jobs/7'), ['DELETE', 'GET', 'HEAD'])
  t.same(methods.allowed('/openapi.json'), ['POST', 'PUT'])
  for (const path of ['/v1/jobs', '/v1/jobs/', '/v1/jobs/7/result', '/openapiXjson'])
    t.same(methods.allowed(path), [], path)
})
