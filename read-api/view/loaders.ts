import type { Cache } from '../../platform/cache/cache.ts'
import type { Freshness } from '../../platform/positions/positions.ts'
import { accountLoaders } from '../accounts/reads.ts'
import { keyUseLoaders } from '../accounts/api-key-reads.ts'
import { profileLoaders } from '../accounts/profile-reads.ts'
import { sessionLoaders } from '../accounts/session-reads.ts'
import { billLoaders } from '../billing/bills/reads.ts'
import { ledgerLoaders } from '../billing/ledger/reads.ts'
import { walletEntryLoaders } from '../billing/wallet/reads.ts'
import { meteringLoaders } from '../billing/metering/reads.ts'
import { payeeLoaders } from '../billing/payees/reads.ts'
import { paymentLoaders } from '../billing/payments/reads.ts'
import { billingLoaders } from '../billing/reads.ts'
import { marketLoaders } from '../catalog/market-loaders.ts'
import { registryLoaders } from '../catalog/registry-loaders.ts'
import { hotQueueDepths } from '../devices/queue-depth.ts'
import { queueTimeLoaders } from '../agents/models/reads.ts'
import { deviceLoaders } from '../devices/reads.ts'
import { notificationLoaders } from '../engagement/notification-reads.ts'
import { webhookLoaders } from '../engagement/webhook-reads.ts'
import { jobLoaders } from '../jobs/reads.ts'
import { receiptLoaders } from '../jobs/receipt-reads.ts'
import { appSubscriptionLoaders } from '../subscriptions/app-subscription-reads.ts'
import { subscriptionKeyLoaders } from '../subscriptions/subscription-key-reads.ts'
import type { Caller } from './caller.ts'
import type { ReadDb } from './db.ts'

/** Batched reads of one operation, with what its caller may see decided in each. */
export const createLoaders = (db: ReadDb, cache: Cache, caller: Caller, freshness: Freshness) => ({
  ...accountLoaders(db, caller),
  ...sessionLoaders(db, caller),
  ...profileLoaders(db, caller),
  ...keyUseLoaders(db),
  ...deviceLoaders(db),
  ...queueTimeLoaders(db),
  ...jobLoaders(db, caller),
  ...receiptLoaders(db),
  ...billingLoaders(db, caller),
  ...paymentLoaders(db, caller),
  ...billLoaders(db, caller),
  ...payeeLoaders(db, caller),
  ...ledgerLoaders(db, caller),
  ...walletEntryLoaders(db, caller),
  ...meteringLoaders(db, caller),
  ...notificationLoaders(db, caller),
  ...webhookLoaders(db, caller),
  ...marketLoaders(db, caller),
  ...appSubscriptionLoaders(db, caller),
  ...subscriptionKeyLoaders(db, caller),
  ...registryLoaders(db, caller),
  hotQueueDepths: hotQueueDepths(cache, freshness),
})

export type Loaders = ReturnType<typeof createLoaders>
