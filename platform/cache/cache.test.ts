import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { freePort } from '../../test/servers/free-port.ts'
import { startRedis } from '../../test/servers/redis.ts'
import type { Cache } from './cache.ts'
import { createMemoryCache } from './memory-cache.ts'
import { connectRedisCache } from './redis-cache.ts'

const server = await startRedis()
t.teardown(server.stop)

let caches = 0
const redisCache = () => connectRedisCache(server.url, { prefix: `${server.prefix}:${++caches}:` })

const implementations: Readonly<Record<string, () => Promise<Cache>>> = {
  memory: async () => createMemoryCache(),
  redis: redisCache,
}

for (const [name, create] of Object.entries(implementations)) {
  t.test(name, async (t) => {
    const cache = await create()
    t.teardown(cache.close)

    t.test('texts', async (t) => {
      t.equal(await cache.get('a'), undefined)
      await cache.set('a', 'ä\0"')
      t.equal(await cache.get('a'), 'ä\0"')
      t.same(await cache.getMany(['none', 'a']), [undefined, 'ä\0"'])
      t.same(await cache.getMany([]), [])
      t.equal(await cache.delete('a'), true)
      t.equal(await cache.delete('a'), false)
      t.equal(await cache.get('a'), undefined)
    })

    t.test('a time to live ends, and a set without one keeps the key', async (t) => {
      await cache.set('short', '1', 30)
      await cache.set('long', '1', 30)
      await cache.set('long', '2')
      await eventually(async () => (await cache.get('short')) === undefined || undefined)
      t.equal(await cache.get('long'), '2')
    })

    t.test('setIfAbsent lets one win, until it expires', async (t) => {
      const tries = Array.from({ length: 20 }, (_, n) =>
        cache.setIfAbsent('lock', String(n), 60_000),
      )
      t.equal((await Promise.all(tries)).filter(Boolean).length, 1)
      t.equal(await cache.get('lock'), '0')
      t.equal(await cache.setIfAbsent('brief', '1', 20), true)
      await eventually(async () => (await cache.setIfAbsent('brief', '2', 60_000)) || undefined)
      t.equal(await cache.get('brief'), '2')
    })

    t.test('a bucket gives what it holds, and fills up', async (t) => {
      const bucket = { size: 5, fillsInMs: 300_000 }
      const tries = await Promise.all(Array.from({ length: 8 }, () => cache.take('b', bucket, 1)))
      t.same(tries.map(({ taken }) => taken).filter(Boolean).length, 5, 'never more than it holds')
      const refused = await cache.take('b', bucket, 1)
      t.match(refused, { taken: false, left: 0 })
      t.ok(refused.waitMs > 0 && refused.waitMs <= 60_000, `${refused.waitMs} ms to the next`)
      t.ok(refused.fullInMs > 240_000 && refused.fullInMs <= 300_000)
      t.match(await cache.take('c', bucket, 6), { taken: false, left: 5 }, 'all or none')
      t.match(await cache.take('c', bucket, 5), { taken: true, left: 0, waitMs: 0 })
      t.match(await cache.take('c', bucket, 0), { taken: true, left: 0 }, 'looked at')
      const thirds = { size: 3, fillsInMs: 100_000 }
      for (const left of [2, 1, 0])
        t.match(await cache.take('thirds', thirds, 1), { taken: true, left })
      t.equal((await cache.take('thirds', thirds, 1)).taken, false)
      const quick = { size: 2, fillsInMs: 40 }
      await cache.take('d', quick, 2)
      await eventually(async () => (await cache.take('d', quick, 1)).taken || undefined)
    })

    t.test('increment counts in a window that begins with the first', async (t) => {
      const first = await cache.increment('hits', 60_000)
      const second = await cache.increment('hits', 3_600_000)
      t.equal(first.value, 1)
      t.equal(second.value, 2)
      t.ok(first.ttlMs > 0 && first.ttlMs <= 60_000, 'the window is open')
      t.ok(second.ttlMs <= 60_000, 'the second does not lengthen it')
      await cache.increment('flash', 20)
      await eventually(async () => (await cache.get('flash')) === undefined || undefined)
      t.equal((await cache.increment('flash', 60_000)).value, 1)
      await cache.set('word', 'x')
      await t.rejects(cache.increment('word', 1000))
    })

    t.test('hashes', async (t) => {
      t.same(await cache.hashGetAll('job'), {})
      await cache.hashSet('job', { status: 'QUEUED', depth: '2' })
      await cache.hashSet('job', { status: 'RUNNING' })
      await cache.hashSet('job', {})
      t.equal(await cache.hashGet('job', 'status'), 'RUNNING')
      t.equal(await cache.hashGet('job', 'none'), undefined)
      t.equal(await cache.hashGet('none', 'status'), undefined)
      t.same(await cache.hashGetAll('job'), { status: 'RUNNING', depth: '2' })
      await cache.hashDelete('job', 'status')
      await cache.hashDelete('job', 'depth')
      t.equal(await cache.delete('job'), false, 'an empty hash is gone')
    })

    t.test('sorted sets', async (t) => {
      t.equal(await cache.sortedCount('queue'), 0)
      for (const [member, score] of [
        ['b', 2],
        ['é', 1],
        ['a', 2],
        ['z', 1],
      ] as const)
        await cache.sortedAdd('queue', member, score)
      const members = async (from: number, to: number) =>
        (await cache.sortedRange('queue', from, to)).map(({ member }) => member).join('')
      t.equal(await members(0, -1), 'zéab', 'by score, then by bytes')
      t.equal(await members(1, 2), 'éa')
      t.equal(await members(-2, -1), 'ab')
      t.equal(await members(-9, 0), 'z')
      t.equal(await members(3, 1), '')
      t.equal(await members(0, -9), '')
      t.equal(await cache.sortedRank('queue', 'a'), 2)
      t.equal(await cache.sortedRank('queue', 'none'), undefined)
      await cache.sortedAdd('queue', 'a', 0.5)
      t.same((await cache.sortedRange('queue', 0, 0))[0], { member: 'a', score: 0.5 })
      t.equal(await cache.sortedCount('queue'), 4)
      for (const member of 'abéz') await cache.sortedRemove('queue', member)
      t.equal(await cache.delete('queue'), false, 'an empty set is gone')
    })

    t.test('a position only grows, exactly beyond 2^53', async (t) => {
      const cases: readonly (readonly [bigint, boolean])[] = [
        [0n, true],
        [0n, false],
        [9n, true],
        [10n, true],
        [9n, false],
        [9_007_199_254_740_993n, true],
        [9_007_199_254_740_992n, false],
        [9_007_199_254_740_994n, true],
        [2n ** 63n - 1n, true],
      ]
      for (const [position, moved] of cases)
        t.equal(await cache.advance('at', position), moved, String(position))
    })

    t.test('positions in any order end at the greatest', async () => {
      const positions = fc.array(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), { minLength: 1 })
      let run = 0
      await fc.assert(
        fc.asyncProperty(positions, async (all) => {
          run += 1
          const key = `mark:${run}`
          await Promise.all(all.map((position) => cache.advance(key, position)))
          const greatest = all.reduce((most, position) => (position > most ? position : most))
          return (await cache.get(key)) === greatest.toString()
        }),
        { numRuns: 50 },
      )
    })

    t.test('a batch writes everything, in order', async (t) => {
      await cache.write([])
      await cache.hashSet('h', { old: '1' })
      await cache.write([
        { kind: 'set', key: 'x', value: '1' },
        { kind: 'set', key: 'x', value: '2', ttlMs: 60_000 },
        { kind: 'set', key: 'gone', value: '2' },
        { kind: 'delete', key: 'gone' },
        { kind: 'hashSet', key: 'h', fields: { new: '2' } },
        { kind: 'hashSet', key: 'h', fields: {} },
        { kind: 'hashDelete', key: 'h', field: 'old' },
        { kind: 'sortedAdd', key: 's', member: 'm', score: 3 },
        { kind: 'sortedAdd', key: 's', member: 'n', score: 4 },
        { kind: 'sortedRemove', key: 's', member: 'm' },
        { kind: 'advance', key: 'p', position: 7n },
        { kind: 'advance', key: 'p', position: 6n },
      ])
      t.same(await cache.getMany(['x', 'gone', 'p']), ['2', undefined, '7'])
      t.same(await cache.hashGetAll('h'), { new: '2' })
      t.same(await cache.sortedRange('s', 0, -1), [{ member: 'n', score: 4 }])
    })

    t.test('a key used as another kind is an error', async (t) => {
      await cache.set('text', '1')
      await t.rejects(cache.hashGet('text', 'a'), /WRONGTYPE/)
      await t.rejects(cache.sortedAdd('text', 'a', 1), /WRONGTYPE/)
      await t.rejects(
        cache.write([{ kind: 'hashSet', key: 'text', fields: { a: '1' } }]),
        /WRONGTYPE/,
      )
      t.equal(await cache.setIfAbsent('h', '1', 1000), false, 'any kind is present')
    })

    t.test('ping', async () => cache.ping())
  })
}

t.test('memory: what expired is swept', async (t) => {
  let now = 0
  const cache = createMemoryCache(() => now)
  await cache.set('first', '1', 10)
  now = 11
  for (let n = 0; n < 10_000; n += 1) await cache.set('again', '1', 10)
  t.equal(await cache.get('first'), undefined)
  t.same(await cache.increment('again', 5), { value: 2, ttlMs: 10 })
})

t.test(
  'memory: what was set for a time makes room, the oldest first; nothing else does',
  async (t) => {
    const cache = createMemoryCache(() => 0, 10_000)
    const answer = 'x'.repeat(1_000)
    await cache.set('for ever', answer)
    await cache.setIfAbsent('lock', answer, 60_000)
    await cache.increment('count', 60_000)
    await cache.take('guesses', { size: 2, fillsInMs: 60_000 }, 1)
    for (let n = 0; n < 4; n += 1) await cache.set(`answer ${n}`, answer, 60_000)
    t.equal(await cache.get('answer 0'), answer, 'looked at, it is the newest')
    for (let n = 4; n < 11; n += 1)
      await cache.write([{ kind: 'set', key: `answer ${n}`, value: answer, ttlMs: 60_000 }])
    t.equal(await cache.get('answer 1'), undefined)
    t.equal(await cache.get('answer 0'), answer)
    t.equal(await cache.get('answer 10'), answer)
    t.same(await cache.getMany(['for ever', 'lock', 'count']), [answer, answer, '1'])
    t.equal((await cache.take('guesses', { size: 2, fillsInMs: 60_000 }, 0)).left, 1)
    await cache.set('answer 0', answer)
    for (let n = 11; n < 31; n += 1) await cache.set(`answer ${n}`, answer, 60_000)
    t.equal(await cache.get('answer 0'), answer, 'one that was set for ever since stays')
    await cache.set('answer 29', 'x'.repeat(10_001), 60_000)
    t.equal(await cache.get('answer 29'), undefined, 'larger than all of them may be')
    t.equal(await cache.delete('answer 30'), true)
    t.equal(await cache.get('answer 30'), undefined)
  },
)

t.test('redis: prefixes keep hubs apart', async (t) => {
  const [one, other] = [await redisCache(), await redisCache()]
  await one.set('k', '1')
  t.equal(await other.get('k'), undefined)
  await one.close()
  await other.close()
  await t.rejects(one.get('k'))
})

t.test('redis: an unreachable server is refused with the reason', async (t) => {
  const errors: Error[] = []
  const attempt = connectRedisCache('redis://127.0.0.1:1', {
    onError: (error) => errors.push(error),
  })
  await t.rejects(attempt, /ECONNREFUSED/)
  t.not(errors.length, 0)
})

t.test('redis: a cache outlives its server', async (t) => {
  const port = await freePort()
  const first = await startRedis(port)
  const lost: Error[] = []
  const cache = await connectRedisCache(first.url, { onError: (error) => lost.push(error) })
  await cache.advance('p', 1n)
  await first.stop()
  await t.rejects(cache.get('p'), 'it fails soon instead of hanging')
  const second = await startRedis(port)
  t.teardown(second.stop)
  await eventually(async () =>
    cache.ping().then(
      () => true,
      () => undefined,
    ),
  )
  t.equal(await cache.get('p'), undefined, 'forgotten')
  t.equal(await cache.advance('p', 1n), true, 'scripts work on the new server')
  await cache.close()
})
