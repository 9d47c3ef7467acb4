import { sql, type Kysely } from 'kysely'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import type { TimerIndex } from '../../sagas/runtime/timers.ts'
import type { InstanceIndex } from '../../sagas/runtime/watchdog.ts'

/** What the saga runtime looks up, from the read models. */
export const sagaIndex = (
  db: Kysely<InfrastructureTables & ReadModelTables>,
): TimerIndex & InstanceIndex => ({
  due: async (at, limit) => {
    const rows = await db
      .selectFrom('timers')
      .select(['timer_id', 'kind', 'saga_stream'])
      .where('state', '=', 'PENDING')
      .where('due_at', '<=', at)
      .orderBy('due_at')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ timerId: row.timer_id, name: row.kind, stream: row.saga_stream }))
  },
  stalledSince: async (at, limit, mayRest) => {
    const rows = await db
      .selectFrom('saga_instances')
      .select(['stream', 'outstanding', 'pending_timers'])
      .where('status', '=', 'ACTIVE')
      .where('updated_at', '<', at)
      .where((is) =>
        is.or([
          is('outstanding_count', '>', 0),
          is.and([
            is(sql`pending_timers`, '=', sql`'{}'::jsonb`),
            is('saga', 'not in', [...mayRest, '']),
          ]),
        ]),
      )
      .orderBy('updated_at')
      .limit(limit)
      .execute()
    return rows.map(({ stream, outstanding, pending_timers }) => ({
      stream,
      outstanding: Object.keys(outstanding),
      timers: Object.keys(pending_timers).length,
    }))
  },
})
