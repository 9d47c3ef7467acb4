import type { RawBuilder } from 'kysely'
import { creationOrder } from '../pagination/creation.ts'
import { type PageRequest, takePage } from '../pagination/keyset.ts'
import { byId } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { ownedBy, visible } from '../view/visible.ts'

export const walletOrder = creationOrder('wallet.opened')

const walletIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'billing:read', ownedBy('wallets.organisation'))

export const billingLoaders = (db: ReadDb, caller: Caller) => ({
  wallets: byId(
    (ids) =>
      db
        .selectFrom('wallets')
        .selectAll()
        .where('wallet_id', 'in', ids)
        .where(walletIsVisible(caller))
        .execute(),
    ({ wallet_id }) => wallet_id,
  ),
})

export const readWallets = (db: ReadDb, caller: Caller, page: PageRequest) =>
  takePage(db.selectFrom('wallets').selectAll().where(walletIsVisible(caller)), page).execute()
