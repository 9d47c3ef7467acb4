import { createConfig, lintFromString } from '@redocly/openapi-core'
import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { errorTable } from '../../platform/errors/table.ts'
import { codesOf } from '../../write-api/openapi/problem-responses.ts'
import { routes } from '../../write-api/routes.ts'
import { documentOf } from './kit/documented.ts'
import { bareApi } from './kit/bare.ts'

const app = await bareApi(createMemoryCache())
t.teardown(() => app.close())
const document = await documentOf(app)
const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
const operationOf = (operationId: string) =>
  operations.find((operation) => operation.operationId === operationId)

t.test('the document is valid OpenAPI 3.1, by rules that are strict', async (t) => {
  t.equal(document.openapi, '3.1.0')
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source: JSON.stringify(document), config })
  t.same(
    problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
    [],
  )
})

t.test('every route is documented, with all of its failures', async (t) => {
  t.equal(operations.length, routes.length)
  for (const { document: route } of routes) {
    const operation = operationOf(route.operationId)
    t.ok(operation, route.operationId)
    for (const code of codesOf(route)) {
      const response = operation?.responses[errorTable[code].status]
      t.match(response?.description, `\`${code}\``, `${route.operationId} tells of ${code}`)
      t.match(response, { content: { 'application/problem+json': {} } })
    }
    t.ok(operation?.responses[route.status], `${route.operationId} answers ${route.status}`)
  }
})

t.test('who may call is part of it', async (t) => {
  t.match(document, {
    security: [{ bearer: [] }, { apiKey: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  })
  const open = operations.filter(({ security }) => security !== undefined)
  t.same(open.map(({ operationId }) => operationId).sort(), [
    'logIn',
    'refresh',
    'register',
    'resendVerification',
    'verify',
  ])
})

t.test('a submitted job leads to where it is read', async (t) => {
  t.match(operationOf('submitJob')?.responses['202'], {
    headers: { Location: {}, 'Retry-After': {}, ETag: {}, 'X-Position': {} },
    links: {
      getJob: { operationId: 'getJob', parameters: { jobId: '$response.body#/jobId' } },
    },
  })
  for (const { document: route } of routes)
    for (const link of route.links ?? [])
      t.ok(operationOf(link.operationId), `${route.operationId} leads to ${link.operationId}`)
})

t.test('commands name their headers', async (t) => {
  t.match(operationOf('changeDeviceStatus'), {
    parameters: [
      { name: 'validateOnly', in: 'query' },
      { name: 'deviceId', in: 'path' },
      { name: 'Idempotency-Key', in: 'header', required: true },
      { name: 'If-Match', in: 'header', required: true },
    ],
  })
})
