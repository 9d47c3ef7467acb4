import type { KyselyPlugin } from 'kysely'
import t, { type Test } from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { createMemoryBus } from '../bus/memory-bus.ts'
import { manualClock } from '../clock/clock.ts'
import { connectPostgres } from '../postgres/connect.ts'
import { parseProjectedNotice, subjects } from './notices.ts'
import { followPositions } from './positions.ts'
import { checkpointOf, readModel } from './read-model.ts'

const server = await startTestPostgres()
const { db, pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const generation = 1
const statements = new Set<string>()
const counting: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => {
    statements.add(queryId.queryId)
    return node
  },
  transformResult: async ({ result }) => result,
}
const commit = async (position: bigint, generation = 1): Promise<void> => {
  await pool.query(
    `INSERT INTO projection_checkpoint (name, generation, position) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO UPDATE SET position = $3`,
    [checkpointOf(generation, 'all'), generation, position],
  )
  await pool.query(
    `INSERT INTO generation_pointer (read_model, generation) VALUES ($1, $2)
     ON CONFLICT (read_model) DO UPDATE SET generation = $2`,
    [readModel, generation],
  )
}

const open = (t: Test) => {
  const bus = createMemoryBus()
  const clock = manualClock('2026-01-01T00:00:00.000Z')
  const positions = followPositions({ bus, db: db.withPlugin(counting), clock })
  t.teardown(() => {
    positions.close()
    return bus.close()
  })
  const notice = (position: bigint, lagMs = 0, of = generation): void =>
    bus.publish(subjects.projected, { generation: of, position: position.toString(), lagMs })
  return { bus, clock, positions, notice }
}

t.beforeEach(() => pool.query('TRUNCATE projection_checkpoint, generation_pointer'))

t.test('before the first start nothing is reached', async (t) => {
  const { positions } = open(t)
  t.same(await positions.current(), { generation: 1, position: 0n, lagMs: 0 })
  t.match(await positions.reach(1n, 0), { position: 0n })
})

t.test('what is committed already is reached at once, notice or not', async (t) => {
  const { positions } = open(t)
  await commit(100n)
  t.match(await positions.reach(100n, 60_000), { position: 100n })
  await commit(200n)
  t.match(await positions.reach(200n, 60_000), { position: 200n }, 'the row is the truth')
})

t.test('a notice wakes who waits for its position, and nobody else', async (t) => {
  const { positions, notice } = open(t)
  await commit(1n)
  await positions.current()
  const near = positions.reach(10n, 60_000)
  const far = positions.reach(1_000n, 60_000)
  await commit(50n)
  notice(50n)
  t.match(await near, { position: 50n })
  await commit(2n ** 62n)
  notice(2n ** 62n)
  t.match(await far, { position: 2n ** 62n })
})

t.test('what is not reached in time is told with what is', async (t) => {
  const { positions } = open(t)
  await commit(5n)
  t.match(await positions.reach(6n, 20), { position: 5n })
})

t.test('another generation’s progress is not believed, nor is nonsense', async (t) => {
  const { positions, notice, bus } = open(t)
  await commit(5n)
  await positions.current()
  notice(1_000n, 0, 2)
  bus.publish(subjects.projected, { generation, position: '-1', lagMs: 0 })
  bus.publish(subjects.projected, 'nonsense')
  await bus.flush()
  t.match(await positions.current(), { generation: 1, position: 5n })
  t.equal(parseProjectedNotice(null), undefined)
})

t.test('a pointer that moved is found by its generation’s notices, and by who waits', async (t) => {
  const { positions, notice, bus, clock } = open(t)
  await commit(5n)
  await positions.current()
  await commit(9n, 2)
  clock.advance(1_000)
  notice(9n, 0, 2)
  await bus.flush()
  await eventually(async () => ((await positions.current()).generation === 2 ? true : undefined))
  await commit(9n, 1)
  t.match(await positions.reach(10n, 30), { generation: 1, position: 9n }, 'back at once')
})

t.test('rows that were restored to an earlier state are believed', async (t) => {
  const { positions, notice, bus, clock } = open(t)
  await commit(100n)
  await positions.current()
  await commit(50n)
  clock.advance(1_000)
  notice(50n)
  await bus.flush()
  await eventually(async () => ((await positions.current()).position === 50n ? true : undefined))
  t.match(await positions.reach(60n, 0), { position: 50n })
})

t.test('many who wait look at the rows together', async (t) => {
  const { positions, notice, bus } = open(t)
  await commit(5n)
  await positions.current()
  statements.clear()
  const waiting = [...Array(100).keys()].map(() => positions.reach(6n, 60_000))
  await eventually(() => (statements.size > 0 ? true : undefined))
  await commit(6n)
  notice(6n)
  await bus.flush()
  for (const { position } of await Promise.all(waiting)) t.ok(position === 6n)
  // On a busy machine their patience ends at different moments: a few looks, never one for each.
  t.ok(statements.size <= 10, 'they share them')
  const looks = statements.size
  t.match(await positions.reach(6n, 60_000), { position: 6n })
  t.equal(statements.size, looks, 'and none after the notice')
})

t.test('lag is what the projector says; its silence counts as lag', async (t) => {
  const { positions, notice, bus, clock } = open(t)
  await commit(5n)
  await positions.current()
  notice(5n, 42)
  await bus.flush()
  t.match(await positions.current(), { position: 5n, lagMs: 42 })
  clock.advance(10_000)
  await commit(7n)
  t.match(await positions.current(), { position: 7n, lagMs: 10_000 }, 'and the row is looked at')
  notice(7n, 0)
  await bus.flush()
  t.match(await positions.current(), { position: 7n, lagMs: 0 })
})

t.test('closing answers who waits, and who comes later', async (t) => {
  const { positions } = open(t)
  await commit(5n)
  await positions.current()
  const waiting = positions.reach(6n, 60_000)
  positions.close()
  t.match(await waiting, { position: 5n })
  t.match(await positions.reach(6n, 60_000), { position: 5n })
})

t.test(
  'nobody is told of a position that is not committed, and nobody sees it go back',
  async (t) => {
    type Deed = 'commit' | 'notice' | 'look' | 'reach'
    const deeds = fc.array(fc.constantFrom<Deed[]>('commit', 'notice', 'look', 'reach'), {
      minLength: 5,
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(deeds, async (some) => {
        await pool.query('TRUNCATE projection_checkpoint, generation_pointer')
        const { positions, notice, bus } = open(t)
        let committed = 0n
        let seen = 0n
        for (const deed of some) {
          if (deed === 'commit') await commit((committed += 10n))
          else if (deed === 'notice') notice(committed)
          else {
            const { position } =
              deed === 'look' ? await positions.current() : await positions.reach(committed, 0)
            if (position > committed || position < seen) throw new Error('not what was committed')
            if (deed === 'reach' && position < committed) throw new Error('reached, and not told')
            seen = position
          }
        }
        positions.close()
        await bus.close()
      }),
      { numRuns: 20 },
    )
    t.pass('for all of them')
  },
)
