export type RewardEpochRow = {
  readonly chain: string
  readonly epoch: number
  readonly stage: 'BEGUN' | 'EMPTY' | 'DIVIDED' | 'POSTING' | 'FAILED' | 'POSTED'
  readonly from_position: bigint
  readonly to_position: bigint
  readonly pool: string
  readonly per_second: string
  /** Null before it is divided. */
  readonly total: string | null
  readonly root: string | null
  /** Why the chain refused it, last time. */
  readonly code: string | null
  readonly transaction_id: string | null
  readonly begun_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type RewardShareRow = {
  readonly chain: string
  readonly epoch: number
  readonly device_id: string
  readonly computer_id: string
  readonly account: string
  readonly microseconds: string
  readonly amount: string
  readonly created_position: bigint
}

export type RewardTables = {
  readonly reward_epochs: RewardEpochRow
  readonly reward_shares: RewardShareRow
}
