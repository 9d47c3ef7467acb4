import type { Kysely } from 'kysely'
import type { QueueTimes } from '../../platform/models/port.ts'
import { readReached, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { queueTimeGrounds } from '../../read-api/agents/models/grounds.ts'

/** What queue times are predicted from, from the read models. */
export const queueTimes = (db: Kysely<InfrastructureTables & ReadModelTables>): QueueTimes => ({
  grounds: async (deviceId) => {
    const { generation } = await readReached(db)
    const tables = db.withSchema(schemaOfGeneration(generation))
    const [found] = await queueTimeGrounds(tables, [deviceId])
    return found
  },
})
