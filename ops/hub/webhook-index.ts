import { sql, type Kysely } from 'kysely'
import { readReached, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import { IndexBehind, type WebhookIndex } from '../../platform/webhooks/port.ts'
import type { ReadModelTables } from '../../projections/tables.ts'

/** What an endpoint was to be sent, from the read models. */
export const webhookIndex = (db: Kysely<InfrastructureTables & ReadModelTables>): WebhookIndex => ({
  messages: async ({ endpointId, from, until, failedOnly, after, limit, atLeast }) => {
    const { generation, position } = await readReached(db)
    if (position < atLeast) throw new IndexBehind(`the read models are at ${position.toString()}`)
    const rows = await db
      .withSchema(schemaOfGeneration(generation))
      .selectFrom('webhook_messages')
      .select(['message_id', 'created_position'])
      .where('endpoint_id', '=', endpointId)
      .where('created_at', '>=', new Date(from))
      .where('created_at', '<', new Date(until))
      .where('created_position', '>', after)
      .where(failedOnly ? sql<boolean>`status in ('GIVEN_UP', 'ABANDONED')` : sql<boolean>`true`)
      .orderBy('created_position')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ messageId: row.message_id, position: row.created_position }))
  },
})
