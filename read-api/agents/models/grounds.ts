import { sql, type Kysely } from 'kysely'
import type { QueueTimeGrounds } from '../../../platform/models/port.ts'
import { isId } from '../../../platform/ids/ids.ts'
import type { ReadModelTables } from '../../../projections/tables.ts'

/** Of each device that there is: its line now, what the line has shown, and the version in use. */
export const queueTimeGrounds = async (
  db: Pick<Kysely<ReadModelTables>, 'selectFrom'>,
  deviceIds: readonly string[],
): Promise<readonly (QueueTimeGrounds & { readonly deviceId: string })[]> => {
  const ids = deviceIds.filter(isId)
  if (ids.length === 0) return []
  const devices = db
    .selectFrom('devices')
    .leftJoin('device_queue_depth as depth', 'depth.device_id', 'devices.device_id')
    .leftJoin('queue_statistics as shown', 'shown.device_id', 'devices.device_id')
    .select(['devices.device_id', 'execution_windows', 'accepting', 'concurrency', 'statistics'])
    .where('devices.device_id', 'in', ids)
    .execute()
  const waiting = db
    .selectFrom('device_queue')
    .select(['device_id', 'user_id', sql<number>`count(*)::integer`.as('jobs')])
    .where('device_id', 'in', ids)
    .where('state', '=', 'WAITING')
    .groupBy(['device_id', 'user_id'])
    .execute()
  const running = db
    .selectFrom('device_queue')
    .select(['device_id', 'user_id', 'since'])
    .where('device_id', 'in', ids)
    .where('state', '=', 'RUNNING')
    .execute()
  const [lines, inLine, onDevice, inUse] = await Promise.all([devices, waiting, running, used(db)])
  return lines.map((line) => ({
    deviceId: line.device_id,
    ...(inUse === undefined ? {} : { inUse }),
    situation: {
      accepting: line.accepting ?? false,
      concurrency: line.concurrency ?? 1,
      windows: line.execution_windows,
      waiting: inLine
        .filter(({ device_id }) => device_id === line.device_id)
        .map(({ user_id, jobs }) => ({ user: user_id, jobs })),
      running: onDevice
        .filter(({ device_id }) => device_id === line.device_id)
        .map(({ user_id, since }) => ({ user: user_id, sinceMs: since.getTime() })),
      ...(line.statistics === null ? {} : { statistics: line.statistics }),
    },
  }))
}

const used = async (
  db: Pick<Kysely<ReadModelTables>, 'selectFrom'>,
): Promise<QueueTimeGrounds['inUse']> => {
  const row = await db
    .selectFrom('models')
    .innerJoin('model_versions', (join) =>
      join
        .onRef('model_versions.model_id', '=', 'models.model_id')
        .onRef('model_versions.version', '=', 'models.promoted_version'),
    )
    .select(['models.model_id', 'version', 'artifact'])
    .where('kind', '=', 'QUEUE_TIME')
    .orderBy('promoted_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined || row.artifact === null) return undefined
  return { modelId: row.model_id, version: row.version, artifact: row.artifact }
}
