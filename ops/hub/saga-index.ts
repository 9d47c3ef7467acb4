import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { partitions as count } from '../../sagas/runtime/partition.ts'
import type { TimerIndex } from '../../sagas/runtime/timers.ts'
import type { InstanceIndex } from '../../sagas/runtime/watchdog.ts'
import { followed } from './saga-rows.ts'

/** What `partitionOf` computes, of a stream in a column. */
export const partitionOfStream = (column: 'stream' | 'saga_stream'): RawBuilder<number> =>
  sql<number>`get_byte(decode(md5(${sql.ref(column)}), 'hex'), 0) % ${sql.lit(count)}`

/** What the saga runtime looks up, from the read models. */
export const sagaIndex = (
  db: Kysely<InfrastructureTables & ReadModelTables>,
): TimerIndex & InstanceIndex => ({
  due: async (at, limit, partitions) => {
    const rows = await (await followed(db))
      .selectFrom('timers')
      .select(['timer_id', 'kind', 'saga_stream'])
      .where('state', '=', 'PENDING')
      .where('due_at', '<=', at)
      .where(partitionOfStream('saga_stream'), 'in', partitions)
      .orderBy('due_at')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ timerId: row.timer_id, name: row.kind, stream: row.saga_stream }))
  },
  stalledSince: async (at, limit, mayRest, partitions) => {
    const rows = await (await followed(db))
      .selectFrom('saga_instances')
      .select(['stream', 'outstanding'])
      .where('status', '=', 'ACTIVE')
      .where('updated_at', '<', at)
      .where(partitionOfStream('stream'), 'in', partitions)
      .where((is) =>
        is.or([
          is('outstanding_count', '>', 0),
          is.and([
            is(sql`pending_timers`, '=', sql`'{}'::jsonb`),
            is('saga', 'not in', [...mayRest, '']),
            is('parked_count', '=', 0),
            is(sql`stuck ? 'WAITS_FOR_NOTHING'`, '=', false),
          ]),
        ]),
      )
      .orderBy('updated_at')
      .limit(limit)
      .execute()
    return rows.map(({ stream, outstanding }) => ({
      stream,
      outstanding: Object.keys(outstanding),
    }))
  },
  begunBefore: async (saga, at, limit, partitions) => {
    const rows = await (await followed(db))
      .selectFrom('saga_instances')
      .select('stream')
      .where('status', '=', 'ACTIVE')
      .where('saga', '=', saga)
      .where('started_at', '<', at)
      .where(partitionOfStream('stream'), 'in', partitions)
      .where(sql`stuck ? 'PAST_DEADLINE'`, '=', false)
      .orderBy('started_at')
      .limit(limit)
      .execute()
    return rows.map(({ stream }) => stream)
  },
})
