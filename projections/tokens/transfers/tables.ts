import type { DepositStatus } from '../../../domain/tokens/transfers/deposit.ts'
import type { UnclaimedFor } from '../../../domain/tokens/transfers/deposit-events.ts'

/** QVT between a chain and a wallet. Amounts in minor units, as decimal strings. */
export type TokenTransferRow = {
  /** Of the deposit, or of the withdrawal. */
  readonly transfer_id: string
  readonly kind: 'DEPOSIT' | 'WITHDRAWAL'
  readonly chain: string
  /** Where it came from, or goes to. */
  readonly address: string
  readonly amount: string
  readonly status: DepositStatus | 'STARTED' | 'SETTLED' | 'RETURNED'
  readonly unclaimed_for: UnclaimedFor | null
  readonly organisation: string | null
  readonly transaction_hash: string | null
  /** Of a withdrawal: the hub's own call. */
  readonly transaction_id: string | null
  readonly requested_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type TransferTables = { readonly token_transfers: TokenTransferRow }
