import type { MoneyFacts } from '../../../domain/billing/ledger/money-events.ts'
import type { Posting } from '../../../domain/billing/ledger/postings.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { transactionOf } from '../../ledger/transactions.ts'

/** The legs of a ledger transaction; read as they lie in the log, because the decoder refuses unbalanced ones. */
export const legsOf = (event: RecordedEvent): MoneyFacts | undefined => transactionOf(event)?.facts

/** Debits less credits. */
export const signed = ({ side, amount }: Posting): bigint =>
  side === 'DEBIT' ? BigInt(amount) : -BigInt(amount)

/** Balances by asset and account, debits less credits, from the events alone. */
export const balancesOf = (
  log: readonly RecordedEvent[],
): ReadonlyMap<string, ReadonlyMap<string, bigint>> => {
  const assets = new Map<string, Map<string, bigint>>()
  for (const event of log) {
    const legs = legsOf(event)
    if (legs === undefined) continue
    const accounts = assets.get(legs.asset) ?? new Map<string, bigint>()
    assets.set(legs.asset, accounts)
    for (const leg of legs.postings)
      accounts.set(leg.account, (accounts.get(leg.account) ?? 0n) + signed(leg))
  }
  return assets
}
