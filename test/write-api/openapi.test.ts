import t from 'tap'
import { z } from 'zod'
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
const Body = z.object({
  content: z.object({
    'application/json': z.looseObject({}),
  }),
})
const operationOf = (operationId: string) =>
  operations.find((operation) => operation.operationId === operationId)

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
    'beginSignIn',
    'completeLogIn',
    'completeSignIn',
    'getAuditKeys',
    'logIn',
    'reactivateAccount',
    'refresh',
    'register',
    'requestPasswordReset',
    'resendVerification',
    'resetPassword',
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
  t.match(operationOf('downloadVersion')?.responses['200'], {
    links: {
      getPackage: {
        parameters: {
          appId: '$response.body#/appId',
          versionId: '$response.body#/versionId',
        },
      },
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

// That the examples fit their schemas is the linter's to see.
t.test('every body is shown by an example', async (t) => {
  for (const { operationId, requestBody } of operations) {
    const body = Body.safeParse(requestBody)
    if (body.success) t.ok('example' in body.data.content['application/json'], operationId)
  }
})
