/** AWAITING: no node has it. SEEN: one has. CONFIRMING: it stands in a block. REPLACED: something else took its nonce. */
export const transactionStatuses = [
  'AWAITING',
  'SEEN',
  'CONFIRMING',
  'SAFE',
  'FINALISED',
  'ORPHANED',
  'REPLACED',
  'FAILED',
] as const
export type TransactionStatus = (typeof transactionStatuses)[number]

/** What the hub has a contract do. Fees and gas are decimal strings of wei, and of units. */
export type ChainTransactionRow = {
  readonly transaction_id: string
  readonly chain: string
  readonly signer: string
  readonly contract: string
  readonly method: string
  readonly arguments: readonly string[]
  readonly value: string
  readonly purpose_kind: string
  readonly purpose_id: string
  readonly status: TransactionStatus
  readonly address: string | null
  readonly nonce: number | null
  readonly attempts: number
  /** Of the attempt that went out last, or stands in a block. */
  readonly hash: string | null
  readonly max_fee: string | null
  readonly max_priority_fee: string | null
  readonly block_number: bigint | null
  readonly block_hash: string | null
  readonly block_at: Date | null
  readonly gas_used: string | null
  readonly gas_price: string | null
  readonly failure_code: string | null
  readonly failure_detail: string | null
  readonly requested_at: Date
  readonly changed_at: Date
  readonly ended_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type ChainTransactionTables = { readonly chain_transactions: ChainTransactionRow }
