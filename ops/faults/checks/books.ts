import type { Posting } from '../../../domain/billing/postings.ts'
import { wallet } from '../../../domain/billing/wallet.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'

type Legs = { readonly asset: string; readonly postings: readonly Posting[] }

/** The legs of a ledger transaction; read as they lie in the log, because the decoder refuses unbalanced ones. */
export const legsOf = ({ stream, data }: RecordedEvent): Legs | undefined =>
  // Every event of a wallet carries its legs; the log's contract says so.
  stream.startsWith(`${wallet.category}-`) ? (data as Legs) : undefined

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
