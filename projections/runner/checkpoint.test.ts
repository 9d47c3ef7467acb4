import t from 'tap'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { readReached } from '../../platform/positions/read-model.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, dump, emptyRows, noVault } from '../../test/read-models/rows.ts'
import { play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { groups } from '../groups.ts'
import { openApplier } from './applier.ts'
import { lanesOf } from './lane.ts'
import { CheckpointMoved, createRowStore, TakenOver, type RowStore } from './store.ts'

const server = await startTestPostgres()
const { pool, db, close } = await connectPostgres(server.url, { pipelined: true })
t.teardown(async () => {
  await close()
  await server.stop()
})
t.beforeEach(() => emptyRows(pool))

const recorder = createRecorder()
play(recorder, wholeJob)
const { events } = recorder
const [half, rest] = [events.slice(0, 9), events.slice(9)]
const end = events.at(-1)?.position ?? 0n

const lanes = lanesOf([1], groups)
const on = (store: RowStore) => openApplier({ store, lanes, vault: noVault })
const changes = { put: new Map(), removed: new Map(), added: new Map(), forgotten: [] }
const moves = (from: bigint, to: bigint) =>
  lanes.map((lane) => ({ lane, from, to, events: 0, changes }))

t.test('a checkpoint only moves forward, from where this writer left it', async (t) => {
  t.same(await readReached(db), { generation: 1, position: 0n, movedAt: new Date(0) })
  const store = createRowStore(pool)
  t.same(
    await store.open(lanes),
    lanes.map(() => 0n),
  )
  t.equal(await store.commit(moves(0n, 100n)), 1)
  t.same(new Set(await store.open(lanes)), new Set([100n]), 'opening moves nothing')
  await t.rejects(store.commit(moves(100n, 99n)), CheckpointMoved)
  await t.rejects(store.commit(moves(99n, 200n)), CheckpointMoved)
  await t.rejects(store.commit(moves(0n, 200n)), CheckpointMoved)
  t.match(await readReached(db), { generation: 1, position: 100n })
  await store.commit(moves(100n, 150n).slice(1))
  t.match(await readReached(db), { position: 100n }, 'readers have the group that is behind')
  await pool.query('DELETE FROM projection_checkpoint')
  await t.rejects(store.positions(lanes), CheckpointMoved)
})

t.test('the checkpoints of a generation that was dropped do not come back', async (t) => {
  await pool.query("INSERT INTO read_model_generation (generation, state) VALUES (2, 'DROPPED')")
  await t.rejects(createRowStore(pool).open(lanesOf([1, 2], groups)), CheckpointMoved)
  const { rows } = await pool.query('SELECT DISTINCT generation FROM projection_checkpoint')
  t.same(rows, [{ generation: 1 }])
})

t.test('of two writers the first one stops, with nothing written twice', async (t) => {
  const first = await applierOn(pool)
  await first.apply(half)
  const second = await applierOn(pool)
  await t.rejects(first.apply(events), TakenOver)
  await second.apply(rest)
  await t.rejects(first.apply(events), { code: 'taken-over' })
  const written = await dump(pool)
  await emptyRows(pool)
  await (await applierOn(pool)).apply(events)
  t.same(await dump(pool), written)
})

const connectionLost = Object.assign(new Error('Connection terminated unexpectedly'), {
  code: 'ECONNRESET',
})

t.test('an answer that was lost after the commit: nothing is written twice', async (t) => {
  const store = createRowStore(pool)
  let looks = 0
  const deaf: RowStore = {
    ...store,
    commit: async (...of) => {
      await store.commit(...of)
      throw connectionLost
    },
    positions: async (some) => {
      looks += 1
      if (looks === 1) throw connectionLost
      return store.positions(some)
    },
  }
  const applier = await on(deaf)
  const applied = await applier.apply(events)
  t.equal(
    applied[0]?.lanes.find(({ lane }) => lane.group.name === 'log')?.events.length,
    events.length,
    'it is known what was written',
  )
  t.equal(applier.position(), end)
  t.equal(looks, 2, 'asked until there was an answer')
})

t.test('a commit that did not happen is thrown, and can be repeated', async (t) => {
  const store = createRowStore(pool)
  let refusals = 1
  const applier = await on({
    ...store,
    commit: async (...of) => {
      if (refusals-- > 0) throw connectionLost
      return store.commit(...of)
    },
  })
  await t.rejects(applier.apply(events), connectionLost)
  t.equal(applier.position(), 0n)
  await applier.apply(events)
  t.equal(applier.position(), end)
})

t.test('rows and checkpoint are written together or not at all', async (t) => {
  const before = await dump(pool)
  await pool.query('ALTER TABLE event_log RENAME TO mislaid')
  const applier = await applierOn(pool)
  await t.rejects(applier.apply(events), /"?event_log"? does not exist/)
  await pool.query('ALTER TABLE mislaid RENAME TO event_log')
  t.same(await dump(pool), before)
  t.match(await readReached(db), { position: 0n })
  await applier.apply(events)
  t.match(await readReached(db), { position: end })
})

t.test('a position without events moves the checkpoint too', async (t) => {
  const applier = await applierOn(pool)
  await applier.apply([], 50n)
  t.match(await readReached(db), { position: 50n })
  t.same(await applier.apply([], 50n), [])
  t.same(await applier.apply([], 10n), [])
})
