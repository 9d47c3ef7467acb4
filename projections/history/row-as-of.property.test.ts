import { deepEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createPastRows } from '../../ops/history/rows.ts'
import { isFault } from '../../platform/history/port.ts'
import { logOf } from '../../test/kit/log-of.ts'
import { applierOn, emptyRows, noVault } from '../../test/read-models/rows.ts'
import { groups } from '../groups.ts'
import { arbitraryLog } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { keyColumns } from '../shared/schema.ts'
import { pastTables, type PastTable } from './row-as-of.ts'

t.setTimeout(120_000)
const numRuns = 5

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

// Its keys are the tables.
const tables = Object.keys(pastTables) as readonly PastTable[]

const own = groups.filter((group) => tables.some((table) => group.tables.includes(table)))

/** Which row an event writes. */
const written = (stream: string) => {
  const [base = ''] = stream.split('.')
  const table = tables.find((each) => base.startsWith(`${pastTables[each].category}-`))
  return table && { table, id: base.slice(pastTables[table].category.length + 1) }
}

const live = async (table: PastTable, id: string): Promise<unknown> => {
  const [column] = keyColumns[table]
  const { rows } = await pool.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [id])
  return rows[0]
}

t.test('at every position of any log a row is what the read models had', async (t) => {
  let rows = 0
  await fc.assert(
    fc.asyncProperty(arbitraryLog(60), async (events) => {
      await emptyRows(pool)
      const applier = await applierOn(pool, noVault, own)
      const past = createPastRows({
        eventStore: logOf(events),
        skipped: () => Promise.resolve(new Set()),
        mostEvents: 1_000,
      })
      const now = new Map<string, { table: PastTable; id: string; row: unknown }>()
      for (const { stream, position, ...event } of events) {
        await applier.apply([{ stream, position, ...event }])
        const place = written(stream)
        if (place) now.set(place.id, { ...place, row: await live(place.table, place.id) })
        for (const { table, id, row } of now.values()) {
          const found = await past.row(table, id, { kind: 'position', position })
          deepEqual(found !== undefined && isFault(found) ? found : found?.row, row)
          rows += 1
        }
      }
    }),
    { numRuns, endOnFailure: true },
  )
  t.ok(rows > numRuns * 40, `${rows} rows were compared`)
})
