import { randomUUID } from 'node:crypto'
import t from 'tap'
import { z } from 'zod'
import { routes } from '../../write-api/routes.ts'
import { call, type Reply } from '../write-api/kit/client.ts'
import { documentOf, type Operation } from '../write-api/kit/documented.ts'
import { callers, isAdmitted, type Caller } from './callers.ts'
import { commandRules } from './command-rules.ts'
import { prepareDoors } from './world.ts'

t.setTimeout(300_000)
const { hub, app, credentials } = await prepareDoors()
t.teardown(() => hub.stop())
const document = await documentOf(app)
const before = await hub.head()

const Body = z.object({
  content: z.record(z.string(), z.object({ example: z.unknown() })),
})

/** What the door answers; a request that does not even get to it is a mistake of this test. */
const verdictOf = ({ status, body, text }: Reply): 'in' | 'UNAUTHENTICATED' | 'FORBIDDEN' => {
  const code: unknown = body?.code
  if (status === 401 && (code === 'UNAUTHENTICATED' || code === 'TOKEN_EXPIRED'))
    return 'UNAUTHENTICATED'
  if (code === 'FORBIDDEN') return 'FORBIDDEN'
  const unread = code === 'INVALID_INPUT' && body?.errors !== undefined
  if (unread || code === 'MALFORMED_REQUEST' || code === 'UNSUPPORTED_MEDIA_TYPE')
    throw new Error(`the request is not one that the door is asked about: ${text}`)
  return 'in'
}

const PathParameter = z.looseObject({
  name: z.string(),
  in: z.literal('path'),
  schema: z.looseObject({ format: z.string().optional(), enum: z.array(z.string()).optional() }),
})

/** Parameters whose form is neither a UUID nor any word. */
const formed: Readonly<Record<string, string>> = {
  walletId: `${randomUUID()}-USD`,
  assetCode: 'USD',
  month: '2026-01',
  value: '1',
  epoch: '1',
  version: '1',
  number: '1',
}

/** Something that is not there, but might be. */
const placeFor = (wanted: string, parameters: Operation['parameters']): string => {
  const found = parameters.find(({ name }) => name === wanted)
  const { schema } = PathParameter.parse(found)
  const word = formed[wanted] ?? 'example'
  return schema.enum?.[0] ?? (schema.format === 'uuid' ? randomUUID() : word)
}

const knock = async (
  method: string,
  path: string,
  { requestBody, parameters }: Operation,
  caller: Caller,
): Promise<Reply> => {
  const body = Body.safeParse(requestBody).data
  const [media] = Object.entries(body?.content ?? {})
  const url = path.replace(/\{([^}]+)\}/g, (_, name: string) => placeFor(name, parameters))
  const query = parameters.some(({ name }) => name === 'validateOnly') ? '?validateOnly=true' : ''
  const conditional = parameters.some(({ name }) => name === 'If-Match')
  return call(app, method.toUpperCase(), url + query, {
    ...credentials[caller],
    ...(media === undefined ? {} : { body: media[1].example }),
    headers: {
      ...(conditional ? { 'if-match': '*' } : {}),
      ...(media === undefined ? {} : { 'content-type': media[0] }),
    },
  })
}

t.test('every operation has a rule, and every rule an operation', async (t) => {
  t.same([...commandRules.keys()].sort(), routes.map(({ document }) => document.operationId).sort())
})

for (const [path, methods] of Object.entries(document.paths))
  for (const [method, operation] of Object.entries(methods)) {
    const rule = commandRules.get(operation.operationId)
    if (rule === undefined) continue
    t.test(`${operation.operationId}: ${rule}`, async (t) => {
      for (const caller of callers) {
        const verdict = verdictOf(await knock(method, path, operation, caller))
        const nobody = ['anonymous', 'revoked key', 'expired token'].includes(caller)
        const expected = isAdmitted(rule, caller) ? 'in' : nobody ? 'UNAUTHENTICATED' : 'FORBIDDEN'
        t.equal(verdict, expected, caller)
      }
    })
  }

t.test('knocking left nothing in the log', async (t) => {
  t.equal(await hub.head(), before)
})
