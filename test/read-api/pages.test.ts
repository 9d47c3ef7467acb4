import t from 'tap'
import fc from '../kit/fast-check.ts'
import { idOf } from '../read-models/samples.ts'
import { play } from '../read-models/steps.ts'
import { startReadApi } from './kit.ts'

const api = await startReadApi()
t.teardown(api.stop)
let submitted = 0
const submit = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) play(api.recorder, ['submit'], 'a', `${(submitted += 1)}`, 'x')
  await api.project()
}
await submit(7)

const query = `query($first: Int, $after: String, $last: Int, $before: String, $by: JobOrder!, $way: Direction!) {
  jobs(first: $first, after: $after, last: $last, before: $before, orderBy: {field: $by, direction: $way}) {
    edges { cursor node { jobId name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

type Edge = {
  readonly cursor: string
  readonly node: { readonly jobId: string; readonly name: string }
}
type Page = {
  readonly edges: readonly Edge[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}
type Order = { readonly by: string; readonly way: string }

const page = async (variables: Readonly<Record<string, unknown>>): Promise<Page> => {
  const { body } = await api.ask(query, variables, 'x')
  if (body.errors) throw new Error(JSON.stringify(body.errors))
  return body.data.jobs as Page
}
const ids = ({ edges }: Page): readonly string[] => edges.map(({ node }) => node.jobId)

const order = fc.record({
  by: fc.constantFrom('SUBMITTED_AT', 'NAME', 'SHOTS'),
  way: fc.constantFrom('ASC', 'DESC'),
})
const options = { numRuns: 15 }

t.test('pages forwards are the list, whatever their size', async (t) => {
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: 9 }), async (by: Order, first) => {
      const whole = ids(await page({ ...by, first: 100 }))
      const found: string[] = []
      for (let after: string | null = null; ; ) {
        const next: Page = await page({ ...by, first, after })
        found.push(...ids(next))
        if (next.pageInfo.hasPreviousPage !== (after !== null)) return false
        after = next.pageInfo.endCursor
        if (!next.pageInfo.hasNextPage) break
      }
      return JSON.stringify(found) === JSON.stringify(whole)
    }),
    options,
  )
  t.pass()
})

t.test('pages backwards are the list too', async (t) => {
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: 9 }), async (by: Order, last) => {
      const whole = ids(await page({ ...by, first: 100 }))
      let found: readonly string[] = []
      for (let before: string | null = null; ; ) {
        const previous: Page = await page({ ...by, last, before })
        found = [...ids(previous), ...found]
        before = previous.pageInfo.startCursor
        if (!previous.pageInfo.hasPreviousPage) break
      }
      return JSON.stringify(found) === JSON.stringify(whole)
    }),
    options,
  )
  t.pass()
})

t.test('inserts between pages neither repeat nor hide what was there', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      order,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.nat(2)), { minLength: 1, maxLength: 4 }),
      async (by: Order, steps) => {
        const before = new Set(ids(await page({ ...by, first: 100 })))
        const found: string[] = []
        let after: string | null = null
        for (const [first, inserts] of [...steps, [100, 0] as const]) {
          const next: Page = await page({ ...by, first, after })
          found.push(...ids(next))
          after = next.pageInfo.endCursor ?? after
          await submit(inserts)
        }
        const old = found.filter((id) => before.has(id))
        return new Set(found).size === found.length && old.length === before.size
      },
    ),
    { numRuns: 6 },
  )
  t.pass()
})

t.test('filters', async (t) => {
  const filtered = async (filter: string, as = 'x'): Promise<number> => {
    const text = `{ jobs(first: 100, filter: ${filter}) { edges { node { id } } } }`
    return ((await api.ask(text, {}, as)).body.data.jobs as Page).edges.length
  }
  const all = ids(await page({ by: 'NAME', way: 'ASC', first: 100 })).length
  t.equal(await filtered('{status: [SUBMITTED]}'), all)
  t.equal(await filtered('{status: [COMPLETED, FAILED]}'), 0)
  t.equal(await filtered(`{deviceId: "${idOf('device', 'a')}"}`), all)
  t.equal(await filtered(`{deviceId: "${idOf('device', 'b')}"}`), 0)
  t.equal(await filtered('{tags: ["bell"]}'), all)
  t.equal(await filtered('{tags: ["bell", "other"]}'), 0)
  t.equal(await filtered('{submittedFrom: "2026-01-01T00:00:00Z"}'), all)
  t.equal(await filtered('{submittedBefore: "2026-01-01T00:00:00Z"}'), 0)
  t.equal(await filtered('{perspective: SUBMITTED}'), all)
  t.equal(await filtered('{perspective: PROVIDED}'), 0)
  t.equal(await filtered('{perspective: PROVIDED}', 'provider'), all)
})

t.test('what is no page is refused', async (t) => {
  const { edges } = await page({ by: 'NAME', way: 'ASC', first: 1 })
  const cursor = edges[0]?.cursor
  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url')
  const by = { by: 'SUBMITTED_AT', way: 'DESC' }
  for (const wrong of [
    { ...by, first: 101 },
    { ...by, first: -1 },
    { ...by, last: 101 },
    { ...by, first: 1, last: 1 },
    { ...by, after: 'nonsense' },
    { ...by, after: '' },
    { ...by, after: cursor },
    { ...by, after: forged([2, 'job.submitted', '1']) },
    { ...by, after: forged([1, 'job.submitted', 'x']) },
    { ...by, after: forged([1, 'job.submitted', '9223372036854775808']) },
    { ...by, after: forged([1, 'job.submitted']) },
    { ...by, after: forged([1, 'job.submitted', 1]) },
    { by: 'NAME', way: 'ASC', after: forged([1, 'job.name', '\0', '1']) },
  ]) {
    const { body } = await api.ask(query, wrong, 'x')
    t.match(body.errors, [{ extensions: { code: 'QUERY_INVALID' } }], JSON.stringify(wrong))
  }
  const wrongFilter = await api.ask(
    '{ jobs(filter: {deviceId: "x"}) { edges { cursor } } }',
    {},
    'x',
  )
  t.match(wrongFilter.body.errors, [{ extensions: { code: 'QUERY_INVALID' }, path: ['jobs'] }])
  t.same(ids(await page({ ...by, first: 0 })), [])
})
