import type { ExecutionWindow } from '../../../devices/windows.ts'
import type { QueueStatistics } from './statistics.ts'

/** A device's line at one moment, and what it has shown until then. */
export type QueueSituation = {
  readonly accepting: boolean
  readonly concurrency: number
  readonly windows: readonly ExecutionWindow[]
  readonly waiting: readonly { readonly user: string; readonly jobs: number }[]
  readonly running: readonly { readonly user: string; readonly sinceMs: number }[]
  /** Absent while it has shown nothing. */
  readonly statistics?: QueueStatistics
}
