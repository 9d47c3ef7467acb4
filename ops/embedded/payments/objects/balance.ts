import type { Draft } from '../core/draft.ts'
import type { BalanceTransaction } from '../core/stored.ts'
import { invalid } from '../core/errors.ts'

type Movement = {
  readonly amount: number
  readonly currency: string
  readonly type: BalanceTransaction['type']
  readonly source: string
  readonly fee?: number
  /** Absent: the platform's balance. */
  readonly account?: string
}

/** Writes a movement of a balance down; a balance is the sum of its movements. */
export const move = (draft: Draft, movement: Movement): BalanceTransaction => {
  const { amount, currency, type, source, fee = 0, account } = movement
  const transaction: BalanceTransaction = {
    id: draft.id('txn'),
    object: 'balance_transaction',
    created: draft.now,
    amount,
    currency,
    fee,
    net: amount - fee,
    source,
    type,
    status: 'available',
  }
  return draft.put(transaction, account === undefined ? {} : { account })
}

export const balanceOf = (draft: Draft, currency: string, account?: string): number =>
  draft
    .all('balance_transaction')
    .filter((one) => one.currency === currency && draft.hidden(one.id).account === account)
    .reduce((sum, { net }) => sum + net, 0)

export const insistOnBalance = (
  draft: Draft,
  wanted: number,
  currency: string,
  account?: string,
): void => {
  if (balanceOf(draft, currency, account) < wanted)
    throw invalid('You have insufficient funds in your account for this.', {
      code: 'balance_insufficient',
    })
}

/** What the simulator charges for a captured payment: 2.9 % and 30 minor units, rounded half up. */
export const feeOf = (amount: number): number => Math.floor((amount * 29 + 500) / 1000) + 30

/** What a chargeback costs, won or lost. */
export const disputeFee = 1500
