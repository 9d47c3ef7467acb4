import t from 'tap'
import type { AttemptSample } from '../../domain/agents/routing/figures.ts'
import { createMemoryCache } from '../cache/memory-cache.ts'
import { remembered } from '../../domain/agents/routing/figures.ts'
import { createModelMemory } from './memory.ts'

const sampleOf = (attemptId: string, at: number): AttemptSample => ({
  ...{ attemptId, ok: true, latencyMs: 10, at },
})

const world = (logged: readonly AttemptSample[] = []) => {
  const time = { now: 1_000_000 }
  const cache = createMemoryCache(() => time.now)
  const reads = { count: 0 }
  const memory = () =>
    createModelMemory({
      cache,
      remembered,
      now: () => time.now,
      readSamples: async function* () {
        reads.count += 1
        for (const sample of logged) yield { routeId: 'one/a', sample }
      },
    })
  return { time, cache, reads, memory }
}

t.test('figures are shared, and filled from the log once when the cache has none', async (t) => {
  const { memory, reads } = world([sampleOf('logged', 999_000)])
  const [first, second] = [memory(), memory()]
  await first.record('one/a', sampleOf('seen', 999_500))
  await first.record('one/a', sampleOf('logged', 999_001))
  const seen = await second.samples(['one/a', 'two/b'])
  t.same((seen.get('one/a') ?? []).map(({ attemptId }) => attemptId).toSorted(), ['logged', 'seen'])
  t.same(seen.get('two/b'), [])
  await first.samples(['one/a'])
  t.equal(reads.count, 1)
})

t.test('of many attempts the newest are remembered', async (t) => {
  const { memory } = world()
  const one = memory()
  for (let n = 0; n < 210; n++) await one.record('one/a', sampleOf(`${n}`, 900_000 + n))
  const kept = (await one.samples(['one/a'])).get('one/a') ?? []
  t.equal(kept.length, 200)
  t.equal(kept[0]?.attemptId, '10')
})

t.test('a provider that fails again and again is left alone by all, for a while', async (t) => {
  const { memory, time } = world()
  const [first, second] = [memory(), memory()]
  for (let n = 0; n < 4; n++) await first.failed('one')
  t.same([...(await second.cooling(['one']))], [])
  await second.failed('one')
  t.ok((await first.cooling(['one', 'two'])).has('one'))
  time.now += 15_001
  t.same([...(await first.cooling(['one']))], [])
  // Still ailing: the next failure is enough. One success, and it takes five again.
  await first.failed('one')
  t.ok((await second.cooling(['one'])).has('one'))
  time.now += 15_001
  await second.succeeded('one')
  await first.failed('one')
  t.same([...(await first.cooling(['one']))], [])
})

t.test('a provider says itself for how long', async (t) => {
  const { memory } = world()
  await memory().failed('one', 7_000)
  t.equal((await memory().cooling(['one'])).get('one'), 7_000)
})

t.test('attempts are held while somebody says so', async (t) => {
  const { memory, time } = world()
  await memory().hold('x', 1_000)
  t.ok(await memory().isHeld('x'))
  time.now += 1_001
  t.notOk(await memory().isHeld('x'))
})

t.test('answers and questions are kept, so many of them', async (t) => {
  const { memory, time } = world()
  const kept = { callId: 'c', routeId: 'one/a', answer: 'sealed' }
  await memory().keepAnswer('k', kept)
  t.same(await memory().answer('k'), kept)
  for (let n = 0; n < 103; n++) {
    time.now += 1
    await memory().keepMeaning('shelf', { key: `${n}`, question: 'sealed' })
  }
  const found = await memory().meanings('shelf')
  t.equal(found.length, 100)
  t.equal(found[0]?.key, '102')
})

t.test('a cache that is away costs figures and answers, and nothing else', async (t) => {
  const broken = new Proxy(createMemoryCache(), {
    get: () => async () => {
      throw new Error('away')
    },
  })
  const troubles: unknown[] = []
  const memory = createModelMemory({
    cache: broken,
    remembered,
    now: Date.now,
    readSamples: async function* () {
      yield* []
    },
    onTrouble: (error) => troubles.push(error),
  })
  t.same([...(await memory.samples(['one/a']))], [])
  t.same([...(await memory.cooling(['one']))], [])
  t.equal(await memory.answer('k'), undefined)
  t.same(await memory.meanings('s'), [])
  // Nobody knows whether it is waited for: its deadline says.
  t.ok(await memory.isHeld('x'))
  await memory.failed('one')
  t.equal(troubles.length, 6)
})
