import { deepEqual, equal } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { arbitraryLog } from '../../test/read-models/steps.ts'
import { applierOn, dump, emptyRows, inPieces } from '../../test/read-models/rows.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

t.setTimeout(120_000)

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })

t.test('any split into batches gives the same rows', async (t) => {
  let rows = 0
  await fc.assert(
    fc.asyncProperty(arbitraryLog(), lengths, async (events, some) => {
      await emptyRows(pool)
      await (await applierOn(pool)).apply(events)
      const whole = await dump(pool)
      rows += Object.values(whole).flat().length
      equal(whole['event_log']?.length, events.length)
      deepEqual(whole['quarantine'], [])

      await emptyRows(pool)
      const applier = await applierOn(pool)
      for (const piece of inPieces(events, some)) await applier.apply(piece)
      deepEqual(await dump(pool), whole)
    }),
    { numRuns: 25 },
  )
  t.ok(rows > 25 * 20, `${rows} rows were compared`)
})

t.test('a projector that starts anew at every batch writes the same rows', async (t) => {
  await fc.assert(
    fc.asyncProperty(arbitraryLog(60), lengths, async (events, some) => {
      await emptyRows(pool)
      await (await applierOn(pool)).apply(events)
      const whole = await dump(pool)
      await emptyRows(pool)
      // No row is remembered from one batch to the next: all are read from the tables.
      for (const piece of inPieces(events, some)) await (await applierOn(pool)).apply(piece)
      deepEqual(await dump(pool), whole)
    }),
    { numRuns: 10 },
  )
  t.pass('for all of them')
})

t.test('events that come again change nothing', async (t) => {
  await fc.assert(
    fc.asyncProperty(arbitraryLog(60), fc.nat(), async (events, back) => {
      await emptyRows(pool)
      const applier = await applierOn(pool)
      await applier.apply(events)
      const once = await dump(pool)
      deepEqual(await applier.apply(events.slice(back % events.length)), [])
      deepEqual(await (await applierOn(pool)).apply(events), [])
      deepEqual(await dump(pool), once)
    }),
    { numRuns: 10 },
  )
  t.pass('for all of them')
})
