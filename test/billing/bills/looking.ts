import type { BillEvent } from '../../../domain/billing/bills/bill-events.ts'
import {
  evolve,
  initial,
  type Bill,
  type FinalBill,
} from '../../../domain/billing/bills/bill-state.ts'
import { imbalanceOf } from '../../../domain/billing/ledger/postings.ts'
import { isMoneyType, type MoneyFacts } from '../../../domain/billing/ledger/money-events.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'

/** All bills of a log, in the order in which they were drafted. */
export const billsIn = (log: readonly RecordedEvent[]): readonly Bill[] => {
  const bills = new Map<string, Bill>()
  for (const recorded of log) {
    if (!recorded.stream.startsWith('bill-')) continue
    // The stream's name says whose events it holds.
    const event = decodeEvent(recorded) as BillEvent
    bills.set(recorded.stream, evolve(bills.get(recorded.stream) ?? initial, event))
  }
  return [...bills.values()]
}

export const finalIn = (log: readonly RecordedEvent[]): readonly FinalBill[] =>
  billsIn(log).filter((bill) => bill.kind === 'final')

/** Debits less credits, by account; throws where a transaction is out of balance. */
export const accountsIn = (log: readonly RecordedEvent[]): ReadonlyMap<string, bigint> => {
  const accounts = new Map<string, bigint>()
  for (const recorded of log) {
    if (!isMoneyType(recorded.type)) continue
    // Of the registry of money events: it has postings.
    const { postings } = decodeEvent(recorded).data as MoneyFacts
    if (imbalanceOf(postings) !== 0n) throw new Error(`${recorded.id} is out of balance`)
    for (const { account, side, amount } of postings) {
      const before = accounts.get(account) ?? 0n
      accounts.set(account, side === 'DEBIT' ? before + BigInt(amount) : before - BigInt(amount))
    }
  }
  return accounts
}

/** What a wallet paid for before this moment, less what was given back: what bills have to show. */
export const spentIn = (
  log: readonly RecordedEvent[],
  walletId: string,
  before: string,
): bigint => {
  const signs: Readonly<Record<string, bigint>> = {
    HoldCaptured: 1n,
    WalletCharged: 1n,
    ChargeRefunded: -1n,
    WalletChargeRefunded: -1n,
  }
  return log
    .filter(({ type, metadata }) => Object.hasOwn(signs, type) && metadata.occurredAt < before)
    .reduce((sum, recorded) => {
      // Of these types: what moved and whose it is.
      const data = decodeEvent(recorded).data as {
        readonly walletId: string
        readonly amount: string
      }
      const sign = signs[recorded.type] ?? 0n
      return data.walletId === walletId ? sum + sign * BigInt(data.amount) : sum
    }, 0n)
}
