import fc from 'fast-check'
import t from 'tap'
import { z } from 'zod'
import { prepareWorld } from './bad-requests/world.ts'
import { arbitraryOf, damaged, Schema } from './kit/arbitrary.ts'
import { call } from './kit/client.ts'
import { documentOf, type Operation } from './kit/documented.ts'

/** Requests for each operation; QHUB_FUZZ_RUNS=1000 for a long look. */
const numRuns = Number(process.env['QHUB_FUZZ_RUNS'] ?? 12)

const Body = z.object({ content: z.object({ 'application/json': z.object({ schema: Schema }) }) })

const world = await prepareWorld()
t.teardown(() => world.hub.stop())
const { app, people, devices, jobs, keys, work } = world
const document = await documentOf(app)

const ids = [
  ...Object.values(people).flatMap(({ userId, organisationId }) => [userId, organisationId]),
  ...Object.values(devices),
  ...Object.values(jobs),
  keys.reading.keyId,
  world.quote,
]
const { operator, provider, researcher, stranger, old } = people
const tokens = [operator, operator, provider, provider, researcher, researcher, stranger, old].map(
  ({ token }) => token,
)

const bodies = ({ requestBody }: Operation) => {
  const given = Body.safeParse(requestBody)
  if (!given.success) return fc.constant(undefined)
  const valid = arbitraryOf(given.data.content['application/json'].schema, ids)
  return fc.oneof(
    { weight: 6, arbitrary: valid },
    { weight: 3, arbitrary: valid.chain(damaged) },
    { weight: 1, arbitrary: fc.jsonValue() },
  )
}

/** A program now and then, so that some submissions get further than the compiler. */
const withProgram = (body: unknown, real: boolean): unknown =>
  real && typeof body === 'object' && body !== null && 'source' in body
    ? { ...body, source: work.source, deviceId: work.deviceId }
    : body

const isConditional = ({ parameters }: Operation): boolean =>
  parameters.some(({ name }) => name === 'If-Match')

const requests = (path: string, operation: Operation) =>
  fc.record({
    url: fc
      .array(fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...ids) }, fc.string()), {
        minLength: 2,
        maxLength: 2,
      })
      .map((values) => path.replace(/\{[^}]+\}/g, () => encodeURIComponent(values.pop() ?? ''))),
    token: fc.constantFrom(...tokens),
    body: fc.tuple(bodies(operation), fc.boolean()).map(([body, real]) => withProgram(body, real)),
    query: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('', '', '?validateOnly=true') },
      fc.constantFrom('?validateOnly=1', '?x=1'),
    ),
    ifMatch: fc.oneof(
      { weight: 9, arbitrary: fc.constant(isConditional(operation) ? '*' : undefined) },
      fc.constantFrom('"0"', '"1"', 'W/"0"', 'x', undefined),
    ),
  })

for (const [path, methods] of Object.entries(document.paths))
  for (const [method, operation] of Object.entries(methods))
    t.test(`${operation.operationId}: no request breaks it`, async (t) => {
      const property = fc.asyncProperty(requests(path, operation), async (request) => {
        const { url, token, body, query, ifMatch } = request
        const reply = await call(app, method.toUpperCase(), url + query, {
          token,
          ...(body === undefined ? {} : { body }),
          headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
        })
        const { status, text } = reply
        if (status >= 500) throw new Error(`${status}: ${text}`)
        // An empty part of the path leads to another route, or to none.
        if (url.split('/').includes('')) return
        const described = operation.responses[status]
        if (described === undefined) throw new Error(`${status} is not documented: ${text}`)
        const { code } = reply.body ?? {}
        if (status >= 400 && !described.description.includes(`\`${String(code)}\``))
          throw new Error(`${String(code)} is not documented: ${text}`)
      })
      await fc.assert(property, { numRuns })
      t.pass(`${numRuns} requests`)
    })
