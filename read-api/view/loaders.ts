import type { HubInsight } from '../../platform/operations/insight.ts'
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
import { logLoaders } from '../operations/reads.ts'
import { notificationLoaders } from '../engagement/notification-reads.ts'
import { webhookLoaders } from '../engagement/webhook-reads.ts'
import { jobLoaders } from '../jobs/reads.ts'
import { receiptLoaders } from '../jobs/receipt-reads.ts'
import { appSubscriptionLoaders } from '../subscriptions/app-subscription-reads.ts'
import { subscriptionKeyLoaders } from '../subscriptions/subscription-key-reads.ts'
import type { Caller } from './caller.ts'
import type { ReadDb } from './db.ts'
import { lazilyOf } from './lazily.ts'

type From = {
  readonly db: ReadDb
  readonly cache: Cache
  readonly caller: Caller
  readonly freshness: Freshness
  readonly insight: HubInsight
}

/** Batched reads of one operation, with what its caller may see decided in each. */
export const createLoaders = lazilyOf([
  ({ db, caller }: From) => accountLoaders(db, caller),
  ({ db, caller }: From) => sessionLoaders(db, caller),
  ({ db, caller }: From) => profileLoaders(db, caller),
  ({ db }: From) => keyUseLoaders(db),
  ({ db }: From) => deviceLoaders(db),
  ({ db }: From) => queueTimeLoaders(db),
  ({ db, caller }: From) => jobLoaders(db, caller),
  ({ db }: From) => receiptLoaders(db),
  ({ db, caller }: From) => billingLoaders(db, caller),
  ({ db, caller }: From) => paymentLoaders(db, caller),
  ({ db, caller }: From) => billLoaders(db, caller),
  ({ db, caller }: From) => payeeLoaders(db, caller),
  ({ db, caller }: From) => ledgerLoaders(db, caller),
  ({ db, caller }: From) => walletEntryLoaders(db, caller),
  ({ db, caller }: From) => meteringLoaders(db, caller),
  ({ db, caller }: From) => notificationLoaders(db, caller),
  ({ db, caller }: From) => webhookLoaders(db, caller),
  ({ db, caller }: From) => marketLoaders(db, caller),
  ({ db, caller }: From) => appSubscriptionLoaders(db, caller),
  ({ db, caller }: From) => subscriptionKeyLoaders(db, caller),
  ({ db, caller }: From) => registryLoaders(db, caller),
  ({ insight, caller }: From) => logLoaders(insight, caller),
  ({ cache, freshness }: From) => ({ hotQueueDepths: hotQueueDepths(cache, freshness) }),
])

export type Loaders = ReturnType<typeof createLoaders>
