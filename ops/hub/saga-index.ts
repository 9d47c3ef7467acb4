import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { partitions as count } from '../../sagas/runtime/partition.ts'
import type { TimerIndex } from '../../sagas/runtime/timers.ts'
import type { InstanceIndex, Place } from '../../sagas/runtime/instance-index.ts'
import { followed } from './saga-rows.ts'

/** What `partitionOf` computes, of a stream in a column. */
export const partitionOfStream = (column: 'stream' | 'saga_stream'): RawBuilder<number> =>
  sql<number>`get_byte(decode(md5(${sql.ref(column)}), 'hex'), 0) % ${sql.lit(count)}`

/** Rows behind a place in the order of their last move. Moves are events' instants: milliseconds, as a Date has them. */
const beyond = (after: Place | undefined): RawBuilder<boolean> =>
  after === undefined
    ? sql<boolean>`true`
    : sql<boolean>`(updated_at, stream) > (${after.movedAt}, ${after.stream})`

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
  outstandingSince: async (at, limit, partitions, after) => {
    const rows = await (await followed(db))
      .selectFrom('saga_instances')
      .select(['stream', 'updated_at', 'outstanding'])
      .where('status', '=', 'ACTIVE')
      .where('updated_at', '<', at)
      .where(beyond(after))
      .where(partitionOfStream('stream'), 'in', partitions)
      .where('outstanding_count', '>', 0)
      .orderBy('updated_at')
      .orderBy('stream')
      .limit(limit)
      .execute()
    return rows.map(({ stream, updated_at, outstanding }) => ({
      stream,
      movedAt: updated_at,
      outstanding: Object.keys(outstanding),
    }))
  },
  idleSince: async (at, limit, mayRest, partitions, after) => {
    const rows = await (await followed(db))
      .selectFrom('saga_instances')
      .select(['stream', 'updated_at'])
      .where('status', '=', 'ACTIVE')
      .where('updated_at', '<', at)
      .where(beyond(after))
      .where(partitionOfStream('stream'), 'in', partitions)
      .where('outstanding_count', '=', 0)
      .where(sql<boolean>`pending_timers = '{}'::jsonb`)
      .where('saga', 'not in', [...mayRest, ''])
      .where('parked_count', '=', 0)
      .where(sql<boolean>`NOT stuck ? 'WAITS_FOR_NOTHING'`)
      .orderBy('updated_at')
      .orderBy('stream')
      .limit(limit)
      .execute()
    return rows.map(({ stream, updated_at }) => ({ stream, movedAt: updated_at }))
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
