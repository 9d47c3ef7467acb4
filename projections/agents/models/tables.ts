import type {
  Algorithm,
  Comparison,
  Incumbent,
  Lineage,
  ModelKind,
} from '../../../domain/agents/models/model-events.ts'
import type { QueueTimeArtifact } from '../../../domain/agents/models/queue-time/artifact.ts'
import type { Evaluation } from '../../../domain/agents/models/queue-time/evaluate.ts'
import type { QueueStatistics } from '../../../domain/agents/models/queue-time/statistics.ts'

export type ModelRow = {
  readonly model_id: string
  readonly name: string
  readonly kind: ModelKind
  readonly description: string
  /** Null while none is in use. */
  readonly promoted_version: number | null
  readonly registered_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type ModelVersionRow = {
  readonly model_id: string
  readonly version: number
  readonly status: 'TRAINING' | 'TRAINED' | 'FAILED'
  readonly algorithm: Algorithm
  readonly run_id: string
  /** Null until it is trained, as are the next three. */
  readonly sha256: string | null
  readonly artifact: QueueTimeArtifact | null
  readonly lineage: Lineage | null
  readonly evaluation: Evaluation | null
  /** The version in use when it was last judged, over the same waits. */
  readonly incumbent: Incumbent | null
  /** What it was promoted on; null when it never was. */
  readonly comparison: Comparison | null
  readonly promoted_at: Date | null
  /** Why its training, or its last evaluation, came to nothing. */
  readonly failure: { readonly code: string; readonly detail: string } | null
  readonly requested_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

/** What a device's line has shown so far. */
export type QueueStatisticsRow = {
  readonly device_id: string
  readonly statistics: QueueStatistics
  readonly position: bigint
}

export type ModelTables = {
  readonly models: ModelRow
  readonly model_versions: ModelVersionRow
  readonly queue_statistics: QueueStatisticsRow
}
