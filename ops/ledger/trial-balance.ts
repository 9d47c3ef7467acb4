import { balanceOn } from '../../domain/billing/ledger/chart.ts'
import type { Transaction } from './transactions.ts'

/** A point in both times of the ledger; what is absent bounds nothing. Inclusive. */
export type LedgerPoint = {
  readonly position?: bigint
  readonly recordedUntil?: Date
  readonly bookedUntil?: Date
}

export type AccountLine = {
  readonly account: string
  readonly debits: bigint
  readonly credits: bigint
}
export type TrialBalance = {
  readonly asset: string
  readonly debits: bigint
  readonly credits: bigint
  readonly accounts: readonly AccountLine[]
}

const counts = ({ event, facts }: Transaction, point: LedgerPoint): boolean => {
  const { position, recordedUntil, bookedUntil } = point
  const { at, bookedAt = at } = facts
  return (
    (position === undefined || event.position <= position) &&
    (recordedUntil === undefined || Date.parse(at) <= recordedUntil.getTime()) &&
    (bookedUntil === undefined || Date.parse(bookedAt) <= bookedUntil.getTime())
  )
}

type Sums = Map<string, Map<string, AccountLine>>

/** Adds a transaction to the sums, if it counts at that point. */
export const addTo = (sums: Sums, transaction: Transaction, point: LedgerPoint): void => {
  if (!counts(transaction, point)) return
  const { asset, postings } = transaction.facts
  for (const { account, side, amount } of postings) {
    const accounts = sums.get(asset) ?? new Map<string, AccountLine>()
    sums.set(asset, accounts)
    const { debits, credits } = accounts.get(account) ?? { debits: 0n, credits: 0n }
    accounts.set(
      account,
      side === 'DEBIT'
        ? { account, debits: debits + BigInt(amount), credits }
        : { account, debits, credits: credits + BigInt(amount) },
    )
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

export const balancesIn = (sums: Sums): readonly TrialBalance[] =>
  [...sums]
    .sort(([one], [other]) => compare(one, other))
    .map(([asset, lines]) => {
      const accounts = [...lines.values()].sort((a, b) => compare(a.account, b.account))
      return {
        asset,
        debits: accounts.reduce((sum, { debits }) => sum + debits, 0n),
        credits: accounts.reduce((sum, { credits }) => sum + credits, 0n),
        accounts,
      }
    })

/** The whole ledger as of a point, by asset, from the events alone. */
export const trialBalanceOf = (
  transactions: Iterable<Transaction>,
  point: LedgerPoint = {},
): readonly TrialBalance[] => {
  const sums: Sums = new Map()
  for (const transaction of transactions) addTo(sums, transaction, point)
  return balancesIn(sums)
}

export const balanceOf = ({ account, debits, credits }: AccountLine): bigint =>
  balanceOn(account, debits, credits)
