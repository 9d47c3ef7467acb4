import { ReadTopUp } from '../../domain/billing/wallet/entries.ts'
import { initial } from '../../domain/billing/wallet/wallet-state.ts'
import { definitions, wallet, type WalletEvent } from '../../domain/billing/wallet/wallet.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { WalletRow } from './tables.ts'
import { storedTopUp } from './wallet/auto-top-up.ts'

/** What each wallet has to spend and has reserved. */
export const wallets = projectionOf({
  name: 'wallets',
  definitions,
  touches: (event) => [
    { table: 'wallets', key: { wallet_id: event.data.walletId }, isNew: isFirst(event) },
  ],
  apply: (event, rows) => {
    const known = rows.get('wallets', { wallet_id: event.data.walletId })
    const row = isFirst(event) ? opened(event) : existing(known, event)
    const before = {
      ...initial,
      available: BigInt(row.available),
      held: BigInt(row.held),
      debt: BigInt(row.debt),
      ...(row.auto_top_up === null ? {} : { topUp: ReadTopUp.parse(row.auto_top_up) }),
    }
    const after = wallet.evolve(before, event)
    return [
      {
        do: 'put',
        table: 'wallets',
        row: {
          ...row,
          available: after.available.toString(),
          held: after.held.toString(),
          debt: after.debt.toString(),
          auto_top_up: storedTopUp(after),
          // Counts across the wallet's books, as the answers to commands do.
          revision: isFirst(event) || turns(event) ? row.revision : row.revision + 1n,
          position: event.position,
        },
      },
    ]
  },
})

const turns = ({ type }: WalletEvent): boolean => type === 'BooksClosed' || type === 'BooksOpened'

/** Of the wallet, not only of a book. */
const isFirst = ({ type, revision }: Projected<WalletEvent>): boolean =>
  revision === 0n && type !== 'BooksOpened'

const opened = ({ data, revision, position }: Projected<WalletEvent>): WalletRow => ({
  wallet_id: data.walletId,
  organisation: data.organisation,
  asset: data.asset,
  available: '0',
  held: '0',
  debt: '0',
  auto_top_up: null,
  opened_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})
