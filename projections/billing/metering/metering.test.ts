import t from 'tap'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { meteringSteps } from '../../../test/read-models/metering-steps.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { applierOn, dump, emptyRows, inPieces, select } from '../../../test/read-models/rows.ts'
import { startTestPostgres } from '../../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const recorder = createRecorder()
for (const name of ['1', '2'])
  for (const step of Object.values(meteringSteps)) step(recorder, 'a', name, 'x')

t.test('what was reported stays, with the value that counts today', async (t) => {
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  const events = await select(pool, 'usage_events', 'created_position, entry')
  t.match(events, [
    { external_id: '1', reported: '12.500', value: null, subject: null, entry: 0 },
    { external_id: '1b', reported: '12.500', value: '12.500', subject: 'agent', entry: 1 },
    { external_id: '2', reported: '12.500', value: '7', correction_reason: 'Too much' },
    { external_id: '2b', corrected_by: null },
  ])
  t.match(await select(pool, 'meters', 'key'), [
    { key: 'meter_1', retired: true },
    { key: 'meter_2', retired: true },
  ])
  const versions = await select(pool, 'price_book_versions', 'price_book_id, version')
  t.same(
    versions.map(({ version }) => version),
    [1, 2, 1, 2],
  )
  t.equal((await select(pool, 'reratings', 'rerating_id')).length, 2)
})

t.test('any split into batches gives the same rows', async (t) => {
  const whole = await dump(pool)
  t.same(whole['quarantine'], [])
  for (const pieces of [[1], [2, 3], [5]]) {
    await emptyRows(pool)
    for (const piece of inPieces(recorder.events, pieces))
      await (await applierOn(pool)).apply(piece)
    t.same(await dump(pool), whole, `in pieces of ${pieces.join(', ')}`)
  }
})
