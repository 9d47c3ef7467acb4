import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { unconditionalCredit } from './burn-order.ts'
import type { Dispute } from './disputes.ts'
import { accountsOf, WalletTransaction, type WalletFacts } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** Credit without conditions pays what the wallet owes before anything else: whenever there is both, in the same append. */
export const debtDefinitions = [
  defineEvent(
    'DebtRepaid',
    1,
    WalletTransaction.extend({
      /** Of captures that a card did not pay, and of lost disputes. */
      receivable: MinorUnits,
      disputes: z.array(z.strictObject({ disputeId: Id, amount: MinorUnits })),
    }),
  ),
] as const
export type DebtEvent = EventOf<(typeof debtDefinitions)[number]>

export const evolveDebts = (state: Wallet, { data }: DebtEvent): Wallet => {
  const amount = BigInt(data.amount)
  const disputes = data.disputes.reduce((all, part) => {
    const dispute = getById(all, part.disputeId)
    return dispute === undefined
      ? all
      : setById(all, part.disputeId, { ...dispute, short: dispute.short - BigInt(part.amount) })
  }, state.disputes)
  return { ...state, available: state.available - amount, debt: state.debt - amount, disputes }
}

const entriesOf = ({ disputes }: Wallet): readonly (readonly [string, Dispute])[] =>
  Object.values(disputes).flatMap((bucket) => Object.entries(bucket))

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** What follows where there is both debt and credit: what is overdue first, then what disputes hold back. */
export const repayment = (state: Wallet, common: WalletFacts): readonly DebtEvent[] => {
  if (state.debt === 0n) return []
  const amount = least(state.debt, unconditionalCredit(state))
  if (amount <= 0n) return []
  const open = entriesOf(state).filter(([, { short }]) => short > 0n)
  const overdue = open.reduce((rest, [, { short }]) => rest - short, state.debt)
  const receivable = least(amount, overdue)
  const parts: { readonly disputeId: string; readonly amount: string }[] = []
  let left = amount - receivable
  for (const [disputeId, { short }] of open) {
    const part = least(left, short)
    left -= part
    if (part > 0n) parts.push({ disputeId, amount: part.toString() })
  }
  const accounts = accountsOf(common)
  return [
    {
      type: 'DebtRepaid',
      data: {
        ...common,
        amount: amount.toString(),
        receivable: receivable.toString(),
        disputes: parts,
        postings: [
          ...debit(accounts.spendable, amount),
          ...credit(accounts.receivable, receivable),
          ...credit(accounts.disputed, amount - receivable),
        ],
      },
    },
  ]
}
