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
  /** By the hub's key of it. */
  chain: (chain: string): string => `qhub.chain.${chain}`,
  chainTransaction: (transactionId: string): string => `qhub.chain-transaction.${transactionId}`,
  tokenTransfer: (transferId: string): string => `qhub.token-transfer.${transferId}`,
  /** Of a person, or of an organisation. */
  notifications: (audience: string): string => `qhub.notifications.${audience}`,
  /** Of an address. */
  stakes: (address: string): string => `qhub.stakes.${address}`,
  slashing: (slashingId: string): string => `qhub.slashing.${slashingId}`,
  /** Of a chain. */
  rewards: (chain: string): string => `qhub.rewards.${chain}`,
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

export type ChainNotice = {
  readonly chain: string
  readonly headNumber: string
  readonly revision: string
  readonly position: string
}

export type TransactionNotice = {
  readonly transactionId: string
  readonly status: string
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
