import { sql, type Kysely } from 'kysely'
import type { Fleet } from '../../platform/circuits/fleet.ts'
import { readReached, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'

/** Jobs that a recent wait is the mean of. */
const recentJobs = 20

/** The devices on offer, from the read models. */
export const fleetOf = (db: Kysely<InfrastructureTables & ReadModelTables>): Fleet => {
  const tables = async () => db.withSchema(schemaOfGeneration((await readReached(db)).generation))
  return {
    candidates: async (qubits, limit) => {
      const rows = await (await tables())
        .selectFrom('devices')
        .select('device_id')
        .where('status', '<>', 'RETIRED')
        .where('qubits', '>=', qubits)
        .orderBy('created_position', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ device_id }) => device_id)
    },
    recentWait: async (deviceId) => {
      const { rows } = await sql<{ readonly jobs: number; readonly mean: number | null }>`
        select count(*)::int as jobs,
               avg(extract(epoch from started_at - queued_at))::float8 as mean
        from (${(await tables())
          .selectFrom('jobs')
          .select(['started_at', 'queued_at'])
          .where('device_id', '=', deviceId)
          .where('started_at', 'is not', null)
          .where('queued_at', 'is not', null)
          .orderBy('started_at', 'desc')
          .limit(recentJobs)}) as recent`.execute(db)
      const [found] = rows
      return found === undefined || found.mean === null
        ? undefined
        : { jobs: found.jobs, meanSeconds: Math.max(0, found.mean) }
    },
  }
}
