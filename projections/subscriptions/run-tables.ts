/** A key of a subscription; the key itself is kept nowhere. */
export type SubscriptionKeyRow = {
  readonly key_id: string
  readonly subscription_id: string
  readonly organisation: string
  readonly app_id: string
  readonly created_by: string
  readonly name: string
  readonly prefix: string
  readonly last4: string
  readonly per_minute: number
  readonly created_at: Date
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** Runs that count together: of a subscription's period, or of a preview. */
export type AppUsageRow = {
  readonly usage_id: string
  readonly organisation: string
  readonly app_id: string
  readonly counted: number
  /** Runs that have a place and are not counted yet. */
  readonly open: readonly string[]
  readonly revision: bigint
  readonly position: bigint
}

export type RunTables = {
  readonly subscription_keys: SubscriptionKeyRow
  readonly app_usage: AppUsageRow
}
