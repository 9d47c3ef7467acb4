import t from 'tap'
import { createEdge, type Means } from './edge.ts'
import type { Fault, Operation, Point } from './catalogue.ts'

const pointAt = (operation: Operation, fault: Fault, skip = 0): Point => ({
  number: 1,
  operation,
  fault,
  skip,
  stallMs: 1,
})

const troubles = { away: () => new Error('away'), lost: () => new Error('lost') }

const scene = (point: Point) => {
  const seen: string[] = []
  const means: Means = {
    fired: ({ fault }) => void seen.push(`fired ${fault}`),
    die: () => {
      throw new Error('died')
    },
    cut: (operation) => void seen.push(`cut ${operation}`),
    killStore: () => void seen.push('store killed'),
  }
  const edge = createEdge(means)
  edge.arm([point])
  const run = async (): Promise<string> => {
    seen.push('done')
    await Promise.resolve()
    return 'value'
  }
  return { seen, edge, run }
}

const outcome: Readonly<
  Record<Fault, { readonly seen: readonly string[]; readonly error?: RegExp }>
> = {
  'kill-before': { seen: ['fired kill-before'], error: /died/ },
  'kill-after': { seen: ['done', 'fired kill-after'], error: /died/ },
  'error-before': { seen: ['fired error-before'], error: /away/ },
  'lost-reply': { seen: ['done', 'fired lost-reply'], error: /lost/ },
  cut: { seen: ['fired cut', 'done', 'cut append.command'] },
  'kill-store': { seen: ['fired kill-store', 'store killed', 'done'] },
  stall: { seen: ['fired stall', 'done'] },
}

for (const fault of Object.keys(outcome) as readonly Fault[])
  t.test(`${fault} does what it says, once`, async (t) => {
    const { seen, edge, run } = scene(pointAt('append.command', fault))
    const { error, seen: expected } = outcome[fault]
    const crossing = edge.cross('append.command', troubles, run)
    if (error === undefined) t.equal(await crossing, 'value')
    else await t.rejects(crossing, { message: error })
    await new Promise((resolve) => setImmediate(resolve))
    t.same(seen, expected)
    t.equal(await edge.cross('append.command', troubles, run), 'value')
    t.same(seen, [...expected, 'done'])
  })

t.test('it waits for its occurrence of its operation', async (t) => {
  const { seen, edge, run } = scene(pointAt('nats.event', 'error-before', 2))
  await edge.cross('append.command', troubles, run)
  await edge.cross('nats.event', troubles, run)
  await edge.cross('nats.event', troubles, run)
  t.same(seen, ['done', 'done', 'done'])
  await t.rejects(edge.cross('nats.event', troubles, run), { message: /away/ })
})

t.test(
  'an operation that failed by itself had no reply to lose: the next one is meant',
  async (t) => {
    const { seen, edge, run } = scene(pointAt('nats.event', 'lost-reply'))
    const failing = () => Promise.reject(new Error('of its own'))
    await t.rejects(edge.cross('nats.event', troubles, failing), { message: /own/ })
    t.same(seen, [])
    await t.rejects(edge.cross('nats.event', troubles, run), { message: /lost/ })
  },
)

t.test('what nobody waits for can be dropped', (t) => {
  const { seen, edge } = scene(pointAt('nats.notice', 'lost-reply'))
  edge.pass('nats.notice', () => void seen.push('sent'))
  t.same(seen, ['fired lost-reply'])
  edge.pass('nats.notice', () => void seen.push('sent'))
  t.same(seen, ['fired lost-reply', 'sent'])
  t.end()
})
