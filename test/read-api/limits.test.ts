import t from 'tap'
import { startReadApi, testConfig } from './kit.ts'

const api = await startReadApi()
t.teardown(api.stop)

const nested = (levels: number): string =>
  levels === 0 ? 'name' : `device { calibration { device { ${nested(levels - 1)} } } }`

const refusals: readonly (readonly [string, string, object])[] = [
  [
    'cost',
    '{ jobs(first: 100) { edges { node { timeline(first: 100) { edges { node { type } } } } } } }',
    { limit: 'cost', maximum: testConfig.graphqlMaxCost, needed: 10_201 },
  ],
  [
    'cost through last',
    '{ jobs(last: 100) { edges { node { timeline(last: 100) { edges { cursor node { type } } } } } } }',
    { limit: 'cost', needed: 10_201 },
  ],
  [
    'cost of the operation that runs',
    `query A { __typename } query B { ${Array.from({ length: 30 }, (_, n) => `a${n}: jobs(first: 100) { edges { node { device { id } } } }`).join(' ')} }`,
    { limit: 'cost' },
  ],
  ['depth', `{ job(jobId: "1") { ${nested(4)} } }`, { limit: 'depth', maximum: 12, needed: 14 }],
  [
    'depth through fragments',
    `{ job(jobId: "1") { ...A } } fragment A on Job { device { ...B } } fragment B on Device { calibration { device { ${nested(3)} } } }`,
    { limit: 'depth', needed: 14 },
  ],
  [
    'aliases',
    `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
    { limit: 'aliases', maximum: 30, needed: 31 },
  ],
  [
    'aliases through fragments',
    `{ a: device(deviceId: "1") { ...F } b: device(deviceId: "1") { ...F } } fragment F on Device { ${Array.from({ length: 15 }, (_, n) => `a${n}: name`).join(' ')} }`,
    { limit: 'aliases', needed: 32 },
  ],
  ['directives', `{ __typename ${'@include(if: true) '.repeat(51)} }`, { limit: 'directives' }],
  ['tokens', `{ ${'__typename '.repeat(2_001)} }`, { limit: 'tokens', maximum: 2_000 }],
]

t.test('a query beyond a limit is told the limit and what it needs', async (t) => {
  for (const [name, query, extensions] of refusals) {
    const as = { accept: 'application/graphql-response+json' }
    const operation = name === 'cost of the operation that runs' ? 'B' : undefined
    const reply = await fetch(api.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as, authorization: 'Bearer x' },
      body: JSON.stringify({ query, ...(operation ? { operationName: operation } : {}) }),
    })
    t.equal(reply.status, 400, name)
    const body = JSON.parse(await reply.text()) as {
      readonly errors: readonly { readonly extensions: { readonly code: string } }[]
    }
    const found = body.errors.find(({ extensions: { code } }) => code === 'QUERY_TOO_COMPLEX')
    t.match(found?.extensions, { retryable: false, ...extensions }, name)
    t.notOk('data' in body)
  }
})

t.test('the size of a page in a variable counts too', async (t) => {
  const query = `query($n: Int = 1) { jobs(first: $n) { edges { node { timeline(first: $n) { edges { node { type } } } } } } }`
  t.equal((await api.ask(query, {}, 'x')).body.extensions.cost, 4)
  t.equal((await api.ask(query, { n: 10 }, 'x')).body.extensions.cost, 121)
  t.match((await api.ask(query, { n: 100 }, 'x')).body.errors, [
    { extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'cost' } },
  ])
})

t.test('fragments that multiply are refused, not walked', async (t) => {
  const levels = Array.from(
    { length: 25 },
    (_, n) =>
      `fragment F${n} on Device { ${n === 24 ? 'name' : `a: calibration { device { ...F${n + 1} } } b: calibration { device { ...F${n + 1} } }`} }`,
  )
  const { body } = await api.ask(`{ device(deviceId: "1") { ...F0 } } ${levels.join(' ')}`)
  t.match(body.errors[0].extensions, { code: 'QUERY_TOO_COMPLEX' })
})
