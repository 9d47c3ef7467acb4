import { definitions, wallet, type WalletEvent } from '../../domain/billing/wallet.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { WalletRow } from './tables.ts'

/** What each wallet has to spend and has reserved. */
export const wallets = projectionOf({
  name: 'wallets',
  definitions,
  touches: ({ data }) => [{ table: 'wallets', key: { wallet_id: data.walletId } }],
  apply: (event, rows) => {
    const known = rows.get('wallets', { wallet_id: event.data.walletId })
    const row = event.revision === 0n ? opened(event) : existing(known, event)
    const before = { available: BigInt(row.available), held: BigInt(row.held), holds: {} }
    const after = wallet.evolve(before, event)
    return [
      {
        do: 'put',
        table: 'wallets',
        row: {
          ...row,
          available: after.available.toString(),
          held: after.held.toString(),
          revision: event.revision,
          position: event.position,
        },
      },
    ]
  },
})

const opened = ({ data, revision, position }: Projected<WalletEvent>): WalletRow => ({
  wallet_id: data.walletId,
  organisation: data.organisation,
  asset: data.asset,
  available: '0',
  held: '0',
  opened_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})
