import type { Purpose } from './purpose.ts'
import type { Block } from '../chain/block.ts'
import type { Form, SignerName, Status } from './transaction-events.ts'

/** What somebody wants done on a chain. Asked for again under the same id, it is done once. */
export type TransactionRequest = {
  readonly transactionId: string
  readonly chain: string
  readonly signer: SignerName
  /** One of the chain's contracts; SELF is the signer's own address. */
  readonly contract: string
  readonly method: string
  /** As text; lists are JSON. */
  readonly arguments: readonly string[]
  /** Wei, in decimal. */
  readonly value?: string
  readonly purpose: Purpose
}

export type SignedAttempt = {
  readonly attempt: number
  readonly form: Form
  readonly hash: string
  readonly raw: string
  readonly gasLimit: bigint
  readonly maxFee: bigint
  readonly maxPriorityFee: bigint
}

/** What the chain shows of an attempt. `revert`: what the contract said, where it threw the call out. */
export type ShownInclusion = {
  readonly hash: string
  readonly block: Block
  readonly status: Status
  readonly gasUsed: bigint
  readonly gasPrice: bigint
  readonly revert?: { readonly code: string; readonly detail: string }
}

export type ChainTransactionCommand =
  | ({ readonly type: 'RequestTransaction' } & TransactionRequest)
  | ({ readonly transactionId: string } & (
      | { readonly type: 'AssignNonce'; readonly address: string; readonly nonce: number }
      | { readonly type: 'LoseNonce'; readonly nonce: number }
      | { readonly type: 'RecordSigned'; readonly nonce: number; readonly signed: SignedAttempt }
      | { readonly type: 'RecordBroadcast'; readonly hash: string }
      | { readonly type: 'RecordDropped'; readonly hash: string }
      | { readonly type: 'RecordIncluded'; readonly shown: ShownInclusion }
      | { readonly type: 'RecordSafe'; readonly hash: string }
      | { readonly type: 'RecordFinalised'; readonly hash: string }
      | { readonly type: 'RecordOrphaned'; readonly hash: string }
      /** A wish: once the call is included there is nothing to cancel. */
      | { readonly type: 'RequestCancellation'; readonly code: string; readonly detail: string }
    ))
