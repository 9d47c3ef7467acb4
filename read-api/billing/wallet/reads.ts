import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { byId, byUuid, children } from '../../view/batch.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const grantOrder = creationOrder('grant.granted')
export const spendingOrder = creationOrder('spending.begun')

export const walletEntryLoaders = (db: ReadDb, caller: Caller) => ({
  creditGrants: byUuid(
    (ids) =>
      db
        .selectFrom('credit_grants')
        .selectAll()
        .where('grant_id', 'in', ids)
        .where(visible(caller, 'billing:read', ownedBy('credit_grants.organisation')))
        .execute(),
    ({ grant_id }) => grant_id,
  ),
  walletSpendings: byUuid(
    (ids) =>
      db
        .selectFrom('wallet_spendings')
        .selectAll()
        .where('spending_id', 'in', ids)
        .where(visible(caller, 'billing:read', ownedBy('wallet_spendings.organisation')))
        .execute(),
    ({ spending_id }) => spending_id,
  ),
  limitsOfWallet: byId(
    (ids) =>
      db
        .selectFrom('wallet_limits')
        .selectAll()
        .where('wallet_id', 'in', ids)
        .where(visible(caller, 'billing:read', ownedBy('wallet_limits.organisation')))
        .execute(),
    ({ wallet_id }) => wallet_id,
  ),
  // Of a wallet that may be seen.
  grantsOfWallet: children(
    db,
    'text',
    (parent) =>
      parent
        .selectFrom('credit_grants')
        .selectAll()
        .whereRef('credit_grants.wallet_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
  spendingsOfWallet: children(
    db,
    'text',
    (parent) =>
      parent
        .selectFrom('wallet_spendings')
        .selectAll()
        .whereRef('wallet_spendings.wallet_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
  openHoldsOfWallet: children(
    db,
    'text',
    (parent) =>
      parent
        .selectFrom('wallet_spendings')
        .selectAll()
        .where('wallet_spendings.status', '=', 'OPEN')
        .whereRef('wallet_spendings.wallet_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
})
