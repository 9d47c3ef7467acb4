import type { Kysely } from 'kysely'
import type { KnowledgeSearch } from '../../platform/knowledge/port.ts'
import { readReached, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { nearest } from '../../read-api/agents/knowledge/nearest.ts'

/** What documents say, from the read models. */
export const knowledgeSearch = (
  db: Kysely<InfrastructureTables & ReadModelTables>,
): KnowledgeSearch => ({
  nearest: async (question) => {
    const { generation } = await readReached(db)
    return nearest(db.withSchema(schemaOfGeneration(generation)), question)
  },
})
