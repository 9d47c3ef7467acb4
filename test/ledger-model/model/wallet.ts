import { book, type Books } from './books.ts'
import type { Counted, Part, Purse } from './purse.ts'

export type HoldModel =
  | { status: 'VOIDED' }
  | {
      status: 'OPEN' | 'RELEASED' | 'EXPIRED' | 'CAPTURED'
      readonly size: number
      readonly card?: string
      readonly until: number
      parts: readonly Part[]
      readonly counted: Counted
      captured: number
      refunded: number
      provider: number
      providerBack: number
      seller: number
      sellerBack: number
      providerOrganisation?: string
      sellerOrganisation?: string
    }
export type ChargeModel =
  | { status: 'VOIDED' }
  | {
      status: 'CHARGED'
      readonly size: number
      readonly seller: number
      sellerBack: number
      refunded: number
      readonly refunds: Set<string>
      parts: readonly Part[]
      readonly counted: Counted
    }
export type CardModel = {
  captured: number
  credited?: number
  settled?: number
  failed?: number
  withdrawn: number
  disputed: number
  backs?: string
}
export type WalletModel = Purse & {
  readonly id: string
  readonly organisation: string
  held: number
  debt: number
  readonly holds: Map<string, HoldModel>
  readonly charges: Map<string, ChargeModel>
  readonly cards: Map<string, CardModel>
  readonly withdrawals: Map<
    string,
    { status: 'STARTED' | 'SETTLED' | 'RETURNED'; readonly card: string; readonly amount: number }
  >
  readonly disputes: Map<
    string,
    {
      status: 'OPEN' | 'WON' | 'LOST'
      readonly card: string
      readonly amount: number
      short: number
    }
  >
  readonly bills: Map<
    string,
    {
      paid: number
      back: number
      readonly tries: Set<string>
      readonly refunds: Set<string>
      parts: readonly Part[]
    }
  >
  readonly credits: Map<string, { readonly amount: number; reversed: boolean }>
}

export const createWallet = (id: string, organisation: string): WalletModel => ({
  ...{ id, organisation, base: 0, held: 0, debt: 0 },
  grants: new Map(),
  limits: new Map(),
  holds: new Map(),
  charges: new Map(),
  cards: new Map(),
  withdrawals: new Map(),
  disputes: new Map(),
  bills: new Map(),
  credits: new Map(),
})

export const accounts = ({ id, organisation }: WalletModel) => ({
  credit: `customer_credit:${id}`,
  held: `customer_held:${id}`,
  authorised: `card_authorised:${id}`,
  returning: `refund_liability:${id}`,
  disputed: `disputed:${id}`,
  owed: `customer_receivable:${organisation}`,
})

export const cardOf = (wallet: WalletModel, id: string): CardModel => {
  const known = wallet.cards.get(id) ?? { captured: 0, withdrawn: 0, disputed: 0 }
  wallet.cards.set(id, known)
  return known
}

export const paidBy = ({ credited = 0, settled = 0, withdrawn, disputed }: CardModel): number =>
  credited + settled - withdrawn - disputed

/** Whose gain, or loss, the end of a grant is. */
export const endOf = (promotional: boolean, over: 'EXPIRED' | 'VOIDED'): string =>
  promotional ? 'promotion_expense' : over === 'EXPIRED' ? 'breakage_revenue' : 'operator_grant'

/** What a decision said of debts: how it spread a repayment over disputes is its own choice, within bounds. */
export type Spread = readonly { readonly dispute: string; readonly amount: number }[]

/**
 * What follows from everything: what came back to a grant that is over goes the way of the rest of it, and a debt is paid as
 * soon as there is credit without conditions.
 */
export const aftermath = (
  books: Books,
  wallet: WalletModel,
  reached: ReadonlySet<string>,
  spread: Spread,
): void => {
  const { credit, owed, disputed } = accounts(wallet)
  for (const id of reached) {
    const grant = wallet.grants.get(id)
    if (grant?.over === undefined || grant.left === 0) continue
    book(books, credit, endOf(grant.promotional, grant.over), grant.left)
    grant.left = 0
  }
  const amount = Math.min(wallet.debt, wallet.base)
  if (amount <= 0) return
  const short = [...wallet.disputes.values()].reduce((sum, each) => sum + each.short, 0)
  const overdue = Math.min(amount, wallet.debt - short)
  book(books, credit, owed, overdue)
  book(books, credit, disputed, amount - overdue)
  let left = amount - overdue
  for (const { dispute, amount: part } of spread) {
    const known = wallet.disputes.get(dispute)
    if (known === undefined || part > known.short) throw new Error(`too much for ${dispute}`)
    known.short -= part
    left -= part
  }
  if (left !== 0) throw new Error(`a repayment is not spread over the disputes: ${left} is left`)
  wallet.base -= amount
  wallet.debt -= amount
}
