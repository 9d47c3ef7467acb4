import type { Found } from '../payments/outcome.ts'
import type { ChainSettings } from './settings.ts'

/** `0x` and lower-case digits: hashes, data, topics. */
export type Hex = string
/** An account or a contract, with the capitals of EIP-55. */
export type Address = string

export type Header = {
  readonly number: bigint
  readonly hash: Hex
  readonly parentHash: Hex
  /** The block's own time, as an ISO instant. */
  readonly at: string
}

/** What the node takes for its newest, safe and final block. A node without the last two says null. */
export type Heads = {
  readonly latest: Header
  readonly safe: Header | null
  readonly finalised: Header | null
}

export type ChainLog = {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly transactionHash: Hex
  readonly blockHash: Hex
  readonly blockNumber: bigint
  /** Within its block; another one when the transaction lands in another block. */
  readonly logIndex: number
}

export type ChainReceipt = {
  readonly transactionHash: Hex
  readonly blockHash: Hex
  readonly blockNumber: bigint
  readonly status: 'SUCCEEDED' | 'REVERTED'
  readonly from: Address
  /** In the order in which they happened: the index is a log's ordinal within its transaction. */
  readonly logs: readonly ChainLog[]
  readonly gasUsed: bigint
  /** Wei a unit. */
  readonly gasPrice: bigint
}

export type ChainTransaction = {
  readonly hash: Hex
  readonly from: Address
  readonly to: Address | null
  readonly nonce: number
  readonly data: Hex
  readonly value: bigint
  /** Null while it waits. */
  readonly blockHash: Hex | null
}

/** Wei a unit of gas, as EIP-1559 has it. */
export type Fees = { readonly baseFee: bigint; readonly priorityFee: bigint }

export type CallOrder = {
  readonly to: Address
  readonly data: Hex
  readonly from?: Address
  readonly value?: bigint
}

/** Where a question is asked: at a block's number or hash, or at `latest`, `pending`, `safe` or `finalized`, as the node has it. */
export type At = bigint | string

export type CallAnswer =
  | { readonly kind: 'returned'; readonly data: Hex }
  /** The contract said no; `data` is its error, to be read by `readRevert`. */
  | { readonly kind: 'reverted'; readonly data: Hex; readonly detail: string }
  | { readonly kind: 'unanswered'; readonly reason: string }

export type GasAnswer =
  | { readonly kind: 'returned'; readonly gas: bigint }
  | { readonly kind: 'reverted'; readonly data: Hex; readonly detail: string }
  | { readonly kind: 'unanswered'; readonly reason: string }

export type SendRefusal =
  /** The signer's next transaction has a higher nonce: this one, or another in its place, is in a block. */
  | 'NONCE_TOO_LOW'
  /** Another one waits under this nonce and offers as much or more. */
  | 'REPLACEMENT_UNDERPRICED'
  /** Less than the node takes into its pool. */
  | 'FEE_TOO_LOW'
  | 'BALANCE_INSUFFICIENT'
  | 'REVERTED'
  | 'INVALID'

/** What came of handing over signed bytes. The same bytes can be sent again: their hash names them. */
export type SendAnswer =
  | { readonly kind: 'accepted'; readonly hash: Hex }
  /** The node has them already. */
  | { readonly kind: 'known'; readonly hash: Hex }
  | { readonly kind: 'refused'; readonly code: SendRefusal; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string }

/**
 * What the hub asks of a node of one chain. Nothing here throws for what a node answers, or when it does not. A node is
 * believed in nothing that its headers do not bear out: it may lag, go back, or be another chain's.
 */
export type ChainPort = {
  readonly settings: ChainSettings
  /** What the node says it serves. */
  readonly chainId: () => Promise<Found<number>>
  readonly heads: () => Promise<Found<Heads>>
  readonly header: (block: bigint | Hex) => Promise<Found<Header>>
  /** All logs of the addresses in that block, in order; `absent` when the node doesn't know the block. */
  readonly logs: (question: {
    readonly blockHash: Hex
    readonly addresses: readonly Address[]
  }) => Promise<Found<readonly ChainLog[]>>
  readonly transaction: (hash: Hex) => Promise<Found<ChainTransaction>>
  readonly receipt: (hash: Hex) => Promise<Found<ChainReceipt>>
  readonly transactionCount: (address: Address, at: At) => Promise<Found<number>>
  readonly fees: () => Promise<Found<Fees>>
  /** Of the chain's own coin, in wei. */
  readonly balance: (address: Address, at: At) => Promise<Found<bigint>>
  /** The code of a contract; `0x` where there is none. */
  readonly code: (address: Address) => Promise<Found<Hex>>
  readonly call: (order: CallOrder, at: At) => Promise<CallAnswer>
  readonly estimateGas: (order: CallOrder & { readonly from: Address }) => Promise<GasAnswer>
  readonly send: (raw: Hex) => Promise<SendAnswer>
  readonly close: () => void
}

/** By the chain's key; empty where the hub has no chain. */
export type ChainPorts = ReadonlyMap<string, ChainPort>
