import t from 'tap'
import { openBudget } from '../../../commands/agents/budgets/open.ts'
import { searchKnowledge } from '../../../commands/agents/tools/search-knowledge.ts'
import { chunksOf } from '../../../domain/agents/knowledge/chunk.ts'
import { Refused } from '../../../ops/client/http-client.ts'
import { signUp, type Person } from '../../../ops/client/sign-up.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { unit } from '../../../platform/knowledge/passages.ts'
import { embedLocally } from '../../../platform/llm/local/embedder.ts'
import { contextOf } from '../../kit/services.ts'
import { eventually } from '../../servers/eventually.ts'

t.setTimeout(300_000)
const stage = await setStage(() => undefined, {
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
})
t.teardown(stage.clear)
const { hub, http, graphql, outbox } = stage
const { services, connections } = hub
const ada = await signUp(http, outbox, 'ada', 'developer')
const bob = await signUp(http, outbox, 'bob', 'developer')

type Passage = {
  readonly documentId: string
  readonly title: string
  readonly text: string
  readonly score: number
}
type Listed = { readonly documentId: string; readonly status: string; readonly passages: number }

const add = async (who: Person, title: string, text: string): Promise<string> => {
  const { token } = who
  const { body } = await http.send('POST', '/v1/knowledge-documents', { title, text }, { token })
  const documentId = String(body['documentId'])
  await eventually(async () => {
    const found = (await listed(who)).find((each) => each.documentId === documentId)
    return found?.status === 'INDEXED' ? found : undefined
  }, 60_000)
  return documentId
}
const listed = async ({ token }: Person): Promise<readonly Listed[]> => {
  const query =
    '{ knowledgeDocuments(first: 50) { edges { node { documentId status passages } } } }'
  const { knowledgeDocuments } = await graphql<{
    readonly knowledgeDocuments: { readonly edges: readonly { readonly node: Listed }[] }
  }>(query, {}, token)
  return knowledgeDocuments.edges.map(({ node }) => node)
}
const search = async ({ token }: Person, query: string, limit = 5): Promise<readonly Passage[]> => {
  const text = `query ($query: String!, $limit: Int!) { searchKnowledge(query: $query, limit: $limit) { documentId title text score } }`
  type Found = { readonly searchKnowledge: readonly Passage[] }
  return (await graphql<Found>(text, { query, limit }, token)).searchKnowledge
}

const filler = Array.from(
  { length: 60 },
  (_, at) => `Paragraph ${at} tells of refrigerators, wiring and the people of the laboratory.\n\n`,
).join('')
const long = `${filler}Calibrate the transmon qubits on the third Tuesday of a month.\n\n${filler}`

t.test('what lies nearest is found, of one’s own organisation alone', async (t) => {
  const rules = await add(
    ada,
    'Rules',
    'Measure qubits last. Two-qubit gates are expensive on noisy devices.',
  )
  const bread = await add(
    ada,
    'Bread',
    'Flour, water, salt and a night in the cold make a good loaf.',
  )
  const wide = await add(ada, 'Laboratory', long)
  const other = await add(bob, 'Rules of Bob', 'Measure qubits first, says Bob.')
  t.equal(
    (await listed(ada)).find(({ documentId }) => documentId === wide)?.passages,
    chunksOf(long).length,
  )

  const [first, second] = await search(ada, 'expensive gates on a noisy device')
  t.match(first, { documentId: rules, title: 'Rules', text: /Two-qubit gates/ })
  t.ok((first?.score ?? 0) > (second?.score ?? 1))
  t.match(await search(ada, 'flour and salt', 1), [{ documentId: bread }])
  t.match(await search(ada, 'when are the transmon qubits calibrated? which Tuesday', 1), [
    { documentId: wide, text: /third Tuesday/ },
  ])
  t.match(await search(bob, 'measure qubits'), [{ documentId: other }])
  t.equal((await search(bob, 'measure qubits')).length, 1)

  // Exact: the same as every passage compared one by one.
  const asked = unit(embedLocally('wiring of the laboratory'))
  const { rows } = await connections.postgres.pool.query<{ vector: number[]; text: string }>(
    'SELECT vector, text FROM knowledge_passages WHERE organisation = $1',
    [ada.organisationId],
  )
  const best = Math.max(
    ...rows.map(({ vector }) =>
      vector.reduce((sum, value, at) => sum + value * (asked[at] ?? 0), 0),
    ),
  )
  const [nearest] = await search(ada, 'wiring of the laboratory', 1)
  t.ok(Math.abs((nearest?.score ?? 0) - best) < 1e-6, `${nearest?.score} ${best}`)
})

t.test('the tool finds the same, and the same call is made once', async (t) => {
  const organisation = ada.organisationId
  const amount = { amount: '1000', asset: 'USD/2' }
  const credit = { amount, reason: 'a budget' }
  const operator = await makeOperator(hub, http)
  await http.send('POST', `/v1/wallets/${organisation}/credits`, credit, { token: operator.token })
  const [budgetId, context] = [newId(), contextOf(newId())]
  const limit = { amount: '100', asset: 'USD/2' }
  const purpose = { kind: 'SELF', id: organisation } as const
  t.match(await openBudget(services, { budgetId, organisation, context, limit, purpose }), {
    kind: 'opened',
  })
  const tools = {
    ...{ services, context: contextOf(newId()), organisation, budgetId },
    ...{ deed: 'look', actor: { kind: 'user', id: newId() } as const },
  }
  const once = await searchKnowledge.run({ query: 'flour and salt', limit: 1 }, tools)
  t.match(once, { kind: 'done', output: { passages: [{ title: 'Bread' }] } })
  const head = await services.eventStore.head()
  t.same(await searchKnowledge.run({ query: 'flour and salt', limit: 1 }, tools), once)
  t.equal(await services.eventStore.head(), head, 'answered from record')
})

t.test('a removed document leaves no text and no vector behind', async (t) => {
  const { token } = ada
  const secret = await add(ada, 'Secret', 'The passphrase is marzipan.')
  t.match(await search(ada, 'passphrase marzipan', 1), [{ documentId: secret }])
  const remove = (who: Person) =>
    http
      .send('DELETE', `/v1/knowledge-documents/${secret}`, undefined, { token: who.token })
      .then(() => 'done')
      .catch((error: unknown) => (error instanceof Refused ? error.code : String(error)))
  t.equal(await remove(bob), 'NOT_FOUND')
  t.equal(await remove(ada), 'done')
  await eventually(async () => {
    const found = (await listed(ada)).some(({ documentId }) => documentId === secret)
    return found ? undefined : true
  })
  const { rows } = await connections.postgres.pool.query(
    'SELECT 1 FROM knowledge_passages WHERE document_id = $1',
    [secret],
  )
  t.same(rows, [])
  t.notOk(
    (await search(ada, 'passphrase marzipan')).some(({ documentId }) => documentId === secret),
  )
  const refused = http.send(
    'POST',
    '/v1/knowledge-documents',
    { title: 'x', text: 'y', routeId: 'no/such' },
    { token },
  )
  await t.rejects(refused, { code: 'NO_MODEL_ROUTE' })
})

t.test('when an organisation closes its texts and vectors are emptied', async (t) => {
  await http.send('DELETE', '/v1/me', undefined, { token: bob.token })
  await eventually(async () => {
    const { rows } = await connections.postgres.pool.query<{
      text: string | null
      vector: unknown
    }>('SELECT text, vector FROM knowledge_passages WHERE organisation = $1', [bob.organisationId])
    return rows.length === 1 && rows[0]?.text === null && rows[0].vector === null ? true : undefined
  }, 90_000)
  t.pass('the row is there, and empty')
})
