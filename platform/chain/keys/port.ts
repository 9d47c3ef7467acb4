import type { Address, Hex } from '../port.ts'

/** A transaction of EIP-1559, complete but for its signature. Wei, and units of gas. */
export type UnsignedTransaction = {
  readonly chainId: number
  readonly nonce: number
  readonly to: Address
  readonly data: Hex
  readonly value: bigint
  readonly gas: bigint
  readonly maxFee: bigint
  readonly priorityFee: bigint
}

export type SignedTransaction = { readonly raw: Hex; readonly hash: Hex }

export type SignOutcome =
  | { readonly kind: 'signed'; readonly transaction: SignedTransaction }
  /** The signer has no such key, or its rules say no: another try changes nothing. */
  | { readonly kind: 'refused'; readonly detail: string }
  /** Nothing was signed as far as anybody knows; the same may be asked again. */
  | { readonly kind: 'unanswered'; readonly detail: string }

/** Who signs for the hub. Keys never leave it; signers are known by name (`TREASURY`, `OPERATOR`). */
export type ChainKeys = {
  readonly address: (signer: string) => Address | undefined
  readonly sign: (signer: string, transaction: UnsignedTransaction) => Promise<SignOutcome>
}
