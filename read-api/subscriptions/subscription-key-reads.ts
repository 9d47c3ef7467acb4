import { byId, byUuid } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { ownedBy, visible } from '../view/visible.ts'

export const subscriptionKeyIsVisible = (caller: Caller) =>
  visible(caller, 'billing:read', ownedBy('subscription_keys.organisation'))

/** Usage is reached through a subscription, and shown to who has it. */
export const subscriptionKeyLoaders = (db: ReadDb, caller: Caller) => ({
  subscriptionKeys: byUuid(
    (ids) =>
      db
        .selectFrom('subscription_keys')
        .selectAll()
        .where('key_id', 'in', ids)
        .where(subscriptionKeyIsVisible(caller))
        .execute(),
    ({ key_id }) => key_id,
  ),
  appUsage: byId(
    (ids) => db.selectFrom('app_usage').selectAll().where('usage_id', 'in', ids).execute(),
    ({ usage_id }) => usage_id,
  ),
})
