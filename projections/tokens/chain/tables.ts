import type { HaltCode } from '../../../domain/tokens/chain/chain-events.ts'
import type { EntryStatus } from '../../../domain/tokens/chain/entry.ts'
import type { LogArguments } from '../../../domain/tokens/chain/entry-events.ts'
import type { z } from 'zod'

/** A chain as far as it was followed. */
export type ChainRow = {
  readonly chain: string
  readonly chain_id: string
  readonly head_number: bigint
  readonly head_hash: string
  /** When the chain made that block. */
  readonly head_at: Date
  /** Up to these blocks all is safe, and final. */
  readonly safe_number: bigint
  readonly finalised_number: bigint
  readonly changed_at: Date
  readonly reorganisations: number
  /** Blocks that were gone with the deepest of them. */
  readonly deepest: number
  readonly reorganised_at: Date | null
  readonly halted_code: z.output<typeof HaltCode> | null
  readonly halted_detail: string | null
  readonly halted_at: Date | null
  /** The last time that an operator had it followed again. */
  readonly resumed_at: Date | null
  readonly resumed_by: string | null
  readonly resumed_reason: string | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

/** What one of the hub's contracts said, where it stands now. */
export type ChainEntryRow = {
  readonly entry_id: string
  readonly chain: string
  readonly contract: string
  readonly event: string
  readonly arguments: z.output<typeof LogArguments>
  readonly transaction_hash: string
  readonly ordinal: number
  readonly block_number: bigint
  readonly block_hash: string
  readonly block_at: Date
  readonly status: EntryStatus
  readonly observation: number
  /** For the first time. */
  readonly seen_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type ChainTables = { readonly chains: ChainRow; readonly chain_entries: ChainEntryRow }
