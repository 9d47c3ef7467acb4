import type { LedgerEntryRow } from '../../projections/billing/ledger/tables.ts'
import type { EventLogRow } from '../../projections/log/tables.ts'

type Entry = Pick<LedgerEntryRow, 'account' | 'side' | 'amount' | 'event_type' | 'position'>

/** Who earned at a job: the device's owner, the app's seller, the hub. */
export type ShareKind = 'PROVIDER' | 'SELLER' | 'HUB'

export type ReceiptShare = {
  readonly kind: ShareKind
  readonly earned: bigint
  readonly givenBack: bigint
}

/** What became of a job's money, in minor units. `held` = `captured` + `released` once it is settled. */
export type ReceiptSums = {
  readonly held: bigint
  readonly captured: bigint
  readonly released: bigint
  readonly refunded: bigint
  readonly shares: readonly ReceiptShare[]
}

const kindOf = (account: string): ShareKind | undefined => {
  if (account.startsWith('provider_payable:')) return 'PROVIDER'
  if (account.startsWith('seller_payable:')) return 'SELLER'
  return account === 'commission_revenue' ? 'HUB' : undefined
}

const isHeld = ({ account }: Entry): boolean => account.startsWith('customer_held:')

const sumOf = (entries: readonly Entry[]): bigint =>
  entries.reduce((sum, { amount }) => sum + BigInt(amount), 0n)

/** Out of the legs that the ledger has of a job, and nothing else: what was held, who got what of it, what came back. */
export const receiptSums = (entries: readonly Entry[]): ReceiptSums => {
  const on = (side: Entry['side']) => (entry: Entry) => entry.side === side
  const held = sumOf(entries.filter(isHeld).filter(on('CREDIT')))
  const resolved = sumOf(entries.filter(isHeld).filter(on('DEBIT')))
  const kinds = ['PROVIDER', 'SELLER', 'HUB'] as const
  const shares = kinds.flatMap((kind): ReceiptShare[] => {
    const own = entries.filter(({ account }) => kindOf(account) === kind)
    const earned = sumOf(own.filter(on('CREDIT')))
    return own.length === 0 ? [] : [{ kind, earned, givenBack: sumOf(own.filter(on('DEBIT'))) }]
  })
  const captured = shares.reduce((sum, { earned }) => sum + earned, 0n)
  const refunded = shares.reduce((sum, { givenBack }) => sum + givenBack, 0n)
  return { held, captured, released: resolved - captured, refunded, shares }
}

/** The events that moved the money and, of each, what it followed from, back to the request; in log order. */
export const causesOf = (
  story: readonly EventLogRow[],
  positions: ReadonlySet<bigint>,
): readonly EventLogRow[] => {
  const byId = new Map(story.map((event) => [event.event_id, event]))
  const told = new Set<string>()
  const tell = (event: EventLogRow | undefined): void => {
    if (event === undefined || told.has(event.event_id)) return
    told.add(event.event_id)
    tell(byId.get(event.causation_id))
  }
  for (const event of story) if (positions.has(event.position)) tell(event)
  return story.filter(({ event_id }) => told.has(event_id))
}
