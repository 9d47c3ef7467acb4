import type { QueueTimeGrounds } from '../../../platform/models/port.ts'
import { byUuid } from '../../view/batch.ts'
import type { ReadDb } from '../../view/db.ts'
import { queueTimeGrounds } from './grounds.ts'

export const queueTimeLoaders = (db: ReadDb) => ({
  queueTimeGrounds: byUuid<QueueTimeGrounds & { readonly deviceId: string }>(
    (ids) => queueTimeGrounds(db, ids),
    ({ deviceId }) => deviceId,
  ),
})

/** All but the artifact, which is wide. */
export const versionColumns = [
  'model_id',
  'version',
  'status',
  'algorithm',
  'sha256',
  'lineage',
  'evaluation',
  'incumbent',
  'comparison',
  'promoted_at',
  'failure',
  'requested_at',
  'created_position',
] as const
