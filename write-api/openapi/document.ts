import swagger from '@fastify/swagger'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Config } from '../../platform/config/schema.ts'
import type { MountDocument } from '../mount.ts'
import { noBody } from '../shapes.ts'
import { tagTable } from '../tags.ts'
import { completeOperation } from './operation.ts'
import { Problem } from './problem-shape.ts'
import { strictSchemas } from './strict-schema.ts'

const description = `Commands of the quantum marketplace: everything that changes something. Lists and searches are the GraphQL API's.

- **Idempotency**: every command takes an \`Idempotency-Key\`. Repeated with the same input it is answered as it was (\`Idempotency-Replayed: true\`): for 24 hours as it was said, after that as the log tells it, for ever. Another input under the same key is refused.
- **Concurrency**: states have a strong \`ETag\`; changes take it in \`If-Match\`.
- **Reading your writes**: every answer says in \`position\` and \`X-Position\` where in the log it stands.
- **Trying out**: \`?validateOnly=true\` answers the events that would be written, and writes none.
- **Failures** are \`application/problem+json\` with a stable \`code\`, described under \`/problems/…\`.`

const tags = Object.entries(tagTable)
  .map(([name, description]) => ({ name, description }))
  .sort((a, b) => a.name.localeCompare(b.name))

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

const mapValues = (object: unknown, change: (value: Json) => Json): Json =>
  Object.fromEntries(
    Object.entries(isJson(object) ? object : {}).map(([key, value]) => [
      key,
      isJson(value) ? change(value) : value,
    ]),
  )

const completed = (object: Json, documents: readonly MountDocument[]): Json => {
  const paths = mapValues(object['paths'], (path) =>
    mapValues(path, (operation) => {
      const document = documents.find(({ operationId }) => operationId === operation['operationId'])
      return document === undefined ? operation : completeOperation(operation, document)
    }),
  )
  return { ...object, paths: strictSchemas(paths), components: strictSchemas(object['components']) }
}

/** Routes of plugins have no schema, whatever the types of the transform say. */
const isDescribed = (schema: FastifySchema | undefined): schema is FastifySchema =>
  schema?.operationId !== undefined

const toJsonSchema = createJsonSchemaTransform({})

/** OpenAPI 3.1 from the routes' own schemas; routes without any are not part of it. */
export const describeRoutes = async (
  app: FastifyInstance,
  documents: readonly MountDocument[],
  { publicUrl, supportEmail }: Pick<Config, 'publicUrl' | 'supportEmail'>,
): Promise<void> => {
  // For everybody, says the extension that inventories of interfaces look for.
  const audience = { url: publicUrl, 'x-internal': false }
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Quantum Hub: commands',
        version: '1.0.0',
        description,
        contact: { name: 'Quantum Hub', url: publicUrl, email: supportEmail },
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      },
      servers: [audience],
      tags,
      security: [{ bearer: [] }, { apiKey: [] }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'The access token of a session, checked as RFC8725 demands.',
          },
          apiKey: {
            type: 'apiKey',
            in: 'header',
            name: 'X-API-Key',
            description: 'A key of an organisation, with the scopes that it was given.',
          },
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
