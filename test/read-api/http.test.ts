import { auditServer } from 'graphql-http'
import { getIntrospectionQuery } from 'graphql'
import t from 'tap'
import { startReadApi } from './kit.ts'

const api = await startReadApi()
t.teardown(api.stop)

t.test('the whole audit of GraphQL over HTTP passes', async (t) => {
  const results = await auditServer({ url: api.url })
  t.equal(results.length, 61)
  t.same(
    results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`),
    [],
  )
})

t.test('every answer says what it was read at and what it cost', async (t) => {
  const { status, type, body } = await api.ask('{ devices { edges { node { id } } } }')
  t.equal(status, 200)
  t.equal(type, 'application/json; charset=utf-8')
  t.match(body, {
    data: { devices: { edges: [] } },
    extensions: { position: '0', generation: 1, lagMs: Number, cost: 21 },
  })
  const wrong = await api.ask('{ nothing }')
  t.match(wrong.body.extensions, { position: '0', generation: 1, cost: 0 })
  t.notOk('data' in wrong.body)
})

t.test('introspection is allowed', async (t) => {
  const { body } = await api.ask(getIntrospectionQuery({ inputValueDeprecation: true }))
  t.ok(body.data.__schema.types.length > 30)
})

t.test('what is refused has its code', async (t) => {
  const accept = { accept: 'application/graphql-response+json' }
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, string, number])[] = [
    ['{', {}, 'QUERY_INVALID', 400],
    ['{ nothing }', {}, 'QUERY_INVALID', 400],
    ['query($n: Int!) { devices(first: $n) { edges { cursor } } }', {}, 'QUERY_INVALID', 400],
    ['mutation { __typename }', {}, 'QUERY_INVALID', 400],
    ['subscription { jobChanged(jobId: "1") { id } }', {}, 'QUERY_INVALID', 400],
    ['query A { __typename } query B { __typename }', {}, 'QUERY_INVALID', 400],
    ['fragment F on Query { __typename }', {}, 'QUERY_INVALID', 400],
    ['null', {}, 'QUERY_INVALID', 400],
    ['{"kind":"Document","definitions":[]}', {}, 'QUERY_INVALID', 400],
    ['query @atLeast(position: "x") { __typename }', {}, 'QUERY_INVALID', 400],
    ['query @atLeast(position: "1", waitMs: 99999) { __typename }', {}, 'QUERY_INVALID', 400],
    ['query @atLeast(position: "1", waitMs: 0) { __typename }', {}, 'STALE_READ', 503],
  ]
  for (const [query, variables, code, status] of cases) {
    const strict = await api.ask(query, variables, undefined, accept)
    t.equal(strict.status, status, query)
    t.match(strict.body.errors[0].extensions, { code, retryable: Boolean })
    t.notOk('data' in strict.body, 'nothing was executed')
    t.equal((await api.ask(query, variables)).status, 200, 'old clients get 200')
  }
})

t.test('who shows a wrong credential is not taken for nobody', async (t) => {
  const { status, body } = await api.ask('{ __typename }', {}, 'stranger')
  t.equal(status, 401)
  t.match(body.errors, [{ extensions: { code: 'UNAUTHENTICATED' } }])
  const both = await api.ask('{ __typename }', {}, 'x', { 'x-api-key': 'x' })
  t.equal(both.status, 401)
})

t.test('a text that no row can hold is the query’s fault', async (t) => {
  const queries = [
    '{ jobs(filter: { tags: ["\\u0000"] }) { edges { cursor } } }',
    '{ ledgerEntries(filter: { account: "a\\u0000" }) { edges { cursor } } }',
    '{ wallet(walletId: "\\u0000") { id } }',
    '{ device(deviceId: "\\u0000") { id } }',
    '{ node(id: "\\u0000") { id } }',
  ]
  for (const query of queries) {
    const { body } = await api.ask(query, {}, 'x')
    t.notMatch(JSON.stringify(body), /INTERNAL/, query)
  }
  const { body } = await api.ask(queries[0]!, {}, 'x')
  t.match(body.errors, [{ path: ['jobs'], extensions: { code: 'QUERY_INVALID' } }])
})

t.test('on the level of HTTP', async (t) => {
  const post = (headers: Record<string, string>, body: string) =>
    fetch(api.url, { method: 'POST', headers, body })
  const json = { 'content-type': 'application/json' }
  const cases = [
    [await post({ 'content-type': 'text/plain' }, '{}'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      await post({ 'content-type': 'application/x-www-form-urlencoded' }, 'query={a}'),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [await post(json, '[{"query":"{ __typename }"}]'), 400, 'MALFORMED_REQUEST'],
    [await post(json, `{"query":"${'#'.repeat(300_000)}"}`), 413, 'PAYLOAD_TOO_LARGE'],
    [await post({ ...json, accept: 'text/html' }, '{"query":"{a}"}'), 406, 'NOT_ACCEPTABLE'],
    [await post(json, '{"__proto__":{"query":"{a}"}}'), 400, 'MALFORMED_REQUEST'],
    [await fetch(`${api.url}?query=mutation{__typename}`), 405, 'METHOD_NOT_ALLOWED'],
  ] as const
  for (const [reply, status, code] of cases) {
    t.equal(reply.status, status, code)
    t.match(await reply.json(), { errors: [{ extensions: { code } }] })
  }
  const probe = await api.app.inject({
    url: '/graphql?query={__typename}',
    headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  })
  t.match(probe.json(), { errors: [{ extensions: { code: 'FORBIDDEN' } }] })
})

t.test('beside it: health and problems', async (t) => {
  for (const path of ['/livez', '/readyz', '/startupz'])
    t.equal((await api.app.inject(path)).statusCode, 200, path)
  const nowhere = await api.app.inject('/nowhere')
  t.match(nowhere.json(), { status: 404, code: 'ROUTE_NOT_FOUND' })
})
