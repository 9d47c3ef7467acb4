import t from 'tap'
import { idOf } from '../read-models/samples.ts'
import { play } from '../read-models/steps.ts'
import { startReadApi } from './kit.ts'

/** Queries that say most of what can be said; compiled and interpreted they say the same. */
const corpus: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['{ __typename }', {}],
  [
    '{ devices { edges { cursor node { id name execution { noise } connectivity gateSet } } } }',
    {},
  ],
  [
    'query($n: Int!) { jobs(first: $n) { edges { node { name status } } pageInfo { hasNextPage } } }',
    { n: 1 },
  ],
  [
    'query($yes: Boolean!) { jobs { edges { node { name @include(if: $yes) status @skip(if: $yes) } } } }',
    { yes: true },
  ],
  [
    '{ jobs { edges { node { ...F } } } } fragment F on Job { tags price { minimum { decimal } } circuit { qubits } }',
    {},
  ],
  [
    '{ wallets { edges { node { available { amount } entries { edges { node { account } } } } } } }',
    {},
  ],
  [
    'query($at: Position) @atLeast(position: $at) { jobs { edges { node { jobId } } } }',
    { at: '1' },
  ],
  ['{ ledgerTrialBalance { asset } }', {}],
]

const broken =
  '{ jobs(orderBy: {field: SUBMITTED_AT, direction: ASC}) { edges { node { name result { shots counts } } } } }'

const answers: string[][] = []

for (const jit of [false, true])
  t.test(jit ? 'compiled' : 'interpreted', async (t) => {
    const api = await startReadApi({ jit })
    t.teardown(api.stop)
    play(api.recorder, ['registerDevice', 'calibrate', 'goOnline', 'credit'], 'a', '1', 'x')
    for (const name of ['1', '2', '3']) play(api.recorder, ['submit', 'complete'], 'a', name, 'x')
    await api.project()
    await api
      .database()
      .db.updateTable('job_results')
      .set({ histogram: JSON.stringify({ encoding: 'deflate', packed: 'AAAA' }) as never })
      .where('job_id', '=', idOf('job', '2'))
      .execute()

    /** Often enough to be compiled, where that is on. */
    const often = async (query: string, variables: Readonly<Record<string, unknown>> = {}) => {
      for (let n = 0; n < 8; n += 1) await api.ask(query, variables, 'x')
      return (await api.ask(query, variables, 'x')).body as {
        // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is what is under test
        readonly data: any
        readonly errors?: readonly { readonly path: unknown; readonly extensions: unknown }[]
      }
    }

    t.test('a fault inside is masked, its place is exact, the rest is answered', async (t) => {
      const body = await often(broken)
      t.strictSame(
        body.errors?.map(({ path }) => path),
        [['jobs', 'edges', 1, 'node', 'result', 'counts']],
        'indices are numbers',
      )
      t.match(body.errors?.[0], {
        message: 'Something went wrong inside the hub.',
        extensions: { code: 'INTERNAL', retryable: true, traceId: /./ },
      })
      t.same(body.data.jobs.edges[0].node.result, { shots: 1000, counts: { '00': 503, '11': 497 } })
      t.equal(body.data.jobs.edges[1].node.result, null)
    })

    t.test('an error of a resolver keeps its code and place', async (t) => {
      const body = await often(
        '{ jobs { edges { node { timeline(first: 1, last: 1) { edges { cursor } } } } } }',
      )
      t.match(body.errors?.[0], {
        path: ['jobs', 'edges', Number, 'node', 'timeline'],
        extensions: { code: 'QUERY_INVALID' },
      })
    })

    t.test('the corpus', async () => {
      const said: string[] = []
      for (const [query, variables] of corpus) {
        const { data, errors } = await often(query, variables)
        const codes = errors?.map(({ path, extensions }) => [path, extensions])
        said.push(JSON.stringify({ data, codes }))
      }
      answers.push(said)
    })
  })

t.test('both say the same', async (t) => {
  const [interpreted, compiled] = answers
  t.ok(interpreted?.every((answer) => answer.length > 20))
  t.same(compiled, interpreted)
})
