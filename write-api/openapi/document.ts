import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { MountDocument } from '../mount.ts'
import { noBody } from '../shapes.ts'
import { completeOperation } from './operation.ts'
import { Problem } from './problem-shape.ts'

const description = `Commands of the quantum marketplace: everything that changes something. Lists and searches are the GraphQL API's.

- **Idempotency**: every command takes an \`Idempotency-Key\`. Repeated with the same input it is answered as it was (\`Idempotency-Replayed: true\`): for 24 hours as it was said, after that as the log tells it, for ever. Another input under the same key is refused.
- **Concurrency**: states have a strong \`ETag\`; changes take it in \`If-Match\`.
- **Reading your writes**: every answer says in \`position\` and \`X-Position\` where in the log it stands.
- **Trying out**: \`?validateOnly=true\` answers the events that would be written, and writes none.
- **Failures** are \`application/problem+json\` with a stable \`code\`, described under \`/problems/…\`.`

const tags = [
  { name: 'accounts', description: 'People, sessions, organisations, API keys' },
  { name: 'devices', description: 'Quantum devices on offer' },
  { name: 'jobs', description: 'Quotes, jobs and their results' },
  { name: 'billing', description: 'Wallets and refunds' },
]

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const mapValues = (object: unknown, change: (value: Json) => Json): Json =>
  Object.fromEntries(
    Object.entries(isJson(object) ? object : {}).map(([key, value]) => [
      key,
      isJson(value) ? change(value) : value,
    ]),
  )

const completed = (object: Json, documents: readonly MountDocument[]): Json => ({
  ...object,
  paths: mapValues(object['paths'], (path) =>
    mapValues(path, (operation) => {
      const document = documents.find(({ operationId }) => operationId === operation['operationId'])
      return document === undefined ? operation : completeOperation(operation, document)
    }),
  ),
})

/** Routes of plugins have no schema, whatever the types of the transform say. */
const isDescribed = (schema: FastifySchema | undefined): schema is FastifySchema =>
  schema?.operationId !== undefined

const toJsonSchema = createJsonSchemaTransform({})

/** OpenAPI 3.1 from the routes' own schemas; routes without any are not part of it. */
export const describeRoutes = async (
  app: FastifyInstance,
  documents: readonly MountDocument[],
  publicUrl: string,
): Promise<void> => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Quantum Hub: commands',
        version: '1.0.0',
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
      tags,
      security: [{ bearer: [] }, { apiKey: [] }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The access token of a session (RFC 8725)',
          },
          apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
        schemas: { Problem: z.toJSONSchema(Problem, { io: 'output' }) as object },
      },
    },
    transform: (route) => {
      const { schema, url } = route
      if (!isDescribed(schema)) return { schema: { hide: true }, url }
      const { body, ...rest } = schema
      const hasBody = body !== undefined && body !== noBody
      return toJsonSchema({ ...route, schema: hasBody ? schema : rest })
    },
    transformObject: (given) =>
      'openapiObject' in given ? completed(given.openapiObject, documents) : given.swaggerObject,
  })
}
