import { monthOf, type Books } from '../../shared/books.ts'
import { getById, valuesOf } from '../../shared/id-map.ts'
import { BroughtEntry, type BookEvent } from './book-events.ts'
import { keysIn, keysOf, partsOf } from './book-keys.ts'
import { stored, storedEntries, StoredTopUp, StoredWithdrawn } from './entries.ts'
import type { Wallet } from './wallet-state.ts'
import type { WalletCommand, WalletEvent } from './wallet.ts'

/** Whose books they are, and that no money moves. */
const noted = ({ walletId, organisation, asset }: Wallet, transactionId: string, at: string) => {
  if (walletId === undefined || organisation === undefined || asset === undefined)
    throw new Error('a wallet that nothing was ever written into has no books')
  return { walletId, organisation, asset, transactionId, amount: '0', postings: [], at }
}

type Left = Pick<
  Extract<BookEvent, { type: 'BooksOpened' }>['data'],
  | 'available'
  | 'held'
  | 'debt'
  | 'lastTopUp'
  | 'grants'
  | 'limits'
  | 'disputes'
  | 'withdrawn'
  | 'topUp'
>

/** What is left: balances, live grants, limits that are set, open disputes, what was withdrawn today, the automatic top-up. */
const leftIn = (state: Wallet): Left => ({
  available: state.available.toString(),
  held: state.held.toString(),
  debt: state.debt.toString(),
  lastTopUp: state.lastTopUp.toString(),
  grants: valuesOf(state.grants)
    .filter(({ status }) => status === 'LIVE')
    .map((grant) => storedEntries.grants.parse(stored(grant))),
  limits: valuesOf(state.limits)
    .filter(({ status }) => status === 'SET')
    .map((limit) => storedEntries.limits.parse(stored(limit))),
  disputes: Object.values(state.disputes)
    .flatMap((bucket) => Object.entries(bucket))
    .filter(([, { status }]) => status === 'OPEN')
    .map(([id, dispute]) => ({ id, entry: storedEntries.disputes.parse(stored(dispute)) })),
  withdrawn: StoredWithdrawn.parse(stored(state.withdrawn)),
  ...(state.topUp === undefined ? {} : { topUp: StoredTopUp.parse(stored(state.topUp)) }),
})

/** A wallet's books are closed by calendar month (UTC), and sooner when one is full. */
export const books: Books<Wallet, WalletCommand, WalletEvent> = {
  periodOf: monthOf,
  maxEvents: 20_000,
  bookOf: ({ book }) => book,
  close: (state, closing, id) => ({
    type: 'BooksClosed',
    data: { ...noted(state, id, closing.at), ...closing },
  }),
  open: (closed, opening, id) => ({
    type: 'BooksOpened',
    data: { ...noted(closed, id, opening.at), ...opening, ...leftIn(closed) },
  }),
  keysOf,
  keysIn,
  has: (state, key) => {
    const { map, id } = partsOf(key)
    return getById<unknown>(state[map], id) !== undefined
  },
  bringForward: (earlier, key, at, id) => {
    const { map, id: entryId } = partsOf(key)
    const entry = getById<Readonly<Record<string, unknown>>>(earlier[map], entryId)
    if (entry === undefined) return undefined
    const brought = BroughtEntry.parse({ in: map, id: entryId, entry: stored(entry) })
    return { type: 'EntryBroughtForward', data: { ...noted(earlier, id, at), brought } }
  },
}
