/** What is paid to whom. */
export type PayoutTerms = {
  readonly payoutId: string
  readonly organisation: string
  readonly asset: string
  readonly amount: string
  readonly accountId: string
  readonly requestedAt: string
}

/**
 * The steps at the provider: to the payee's account there, from there to its bank, and back from the account when the bank
 * would not have it.
 */
export const operations = ['TRANSFER', 'PAYOUT', 'REVERSAL'] as const
export type Operation = (typeof operations)[number]

/** One step, under its key; the same in every repetition. */
export type Order = {
  readonly operation: Operation
  readonly payout: PayoutTerms
  /** When it was asked for first: keys do not last for ever. */
  readonly orderedAt: string
  /** Of the transfer that is to be reversed. */
  readonly transfer?: string
}

/** What is put on record. */
export type PayoutWord =
  | { readonly as: 'SENT'; readonly reference: string }
  | { readonly as: 'UNKNOWN'; readonly reason: string }
  | { readonly as: 'PAID'; readonly reference: string }
  | { readonly as: 'FAILED'; readonly code: string }

/** What a payout asks for, outside itself. The names are stored: they never change. */
export type PayoutEffect =
  | { readonly kind: 'order'; readonly order: Order }
  /** Whether it was done, after all. */
  | { readonly kind: 'find'; readonly order: Order }
  /** How far the bank is. */
  | { readonly kind: 'look'; readonly payout: PayoutTerms; readonly reference: string }
  | { readonly kind: 'record'; readonly payout: PayoutTerms; readonly word: PayoutWord }
  /** Operators are told why the money can't come back yet, and that it has. */
  | { readonly kind: 'reportHeldUp'; readonly payout: PayoutTerms; readonly why: string }
  | { readonly kind: 'reportGoingOn'; readonly payout: PayoutTerms }
