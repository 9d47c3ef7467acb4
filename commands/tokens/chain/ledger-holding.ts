import { isMoneyType, type MoneyFacts } from '../../../domain/billing/ledger/money-events.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import type { AllFilter, EventStore } from '../../../platform/event-store/types.ts'

/** Streams that move money. */
const filter: AllFilter = { on: 'stream', prefixes: ['wallet-', 'bill-', 'payee-', 'journal-'] }
const pageSize = 1_000

type Sum = { readonly amount: bigint; readonly position: bigint | undefined }

/** How far each log was summed up: discardable, it spares reading what was read. */
const known = new WeakMap<object, Sum>()

/** What a money event moves on the account; read undecoded, as every version of them has held these facts. */
const movedBy = ({ asset, postings }: MoneyFacts): bigint =>
  asset === qvt
    ? postings
        .filter(({ account }) => account === 'chain_clearing')
        .reduce(
          (sum, { side, amount }) =>
            side === 'DEBIT' ? sum + BigInt(amount) : sum - BigInt(amount),
          0n,
        )
    : 0n

/** Minor units of QVT that the ledger says the hub holds on its chains: a fold of the log up to now. */
export const ledgerHolding = async (store: Pick<EventStore, 'readAll'>): Promise<bigint> => {
  let { amount, position }: Sum = known.get(store) ?? { amount: 0n, position: undefined }
  for (;;) {
    const from = position === undefined ? {} : { from: position }
    const page = await store.readAll({ maxCount: pageSize, filter, ...from })
    for (const { type, data } of page) if (isMoneyType(type)) amount += movedBy(data as MoneyFacts) // Money events hold these facts.
    position = page.at(-1)?.position ?? position
    known.set(store, { amount, position })
    if (page.length < pageSize) return amount
  }
}
