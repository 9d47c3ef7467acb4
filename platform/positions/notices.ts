import type { JobBilling, JobStatus } from '../../domain/jobs/job.ts'
import type { Phase } from '../../domain/jobs/job-events.ts'

/**
 * What the projector says on the bus once rows are committed and hot keys are written. Positions and revisions are
 * decimal strings. At most once: who must not miss anything looks at the rows.
 */
export const subjects = {
  projected: 'qhub.projected',
  job: (jobId: string): string => `qhub.job.${jobId}`,
  wallet: (walletId: string): string => `qhub.wallet.${walletId}`,
} as const

/** After every commit, and every second while there is nothing to commit. */
export type ProjectedNotice = {
  readonly generation: number
  readonly position: string
  /** Between the recording of the newest event and its commit here; 0 when all is applied. */
  readonly lagMs: number
}

export type JobNotice = {
  readonly jobId: string
  readonly organisation: string
  readonly status: JobStatus
  readonly phase: Phase | null
  readonly billing: JobBilling
  readonly revision: string
  readonly position: string
}

export type WalletNotice = {
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
  readonly available: string
  readonly held: string
  readonly revision: string
  readonly position: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Nothing when it is not one: the bus carries whatever anybody publishes. */
export const parseProjectedNotice = (
  message: unknown,
):
  | { readonly generation: number; readonly position: bigint; readonly lagMs: number }
  | undefined => {
  if (!isRecord(message)) return undefined
  const { generation, position, lagMs } = message
  if (typeof generation !== 'number' || typeof lagMs !== 'number') return undefined
  if (typeof position !== 'string' || !/^\d{1,20}$/.test(position)) return undefined
  return { generation, position: BigInt(position), lagMs }
}
