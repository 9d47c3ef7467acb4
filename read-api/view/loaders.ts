import type { Cache } from '../../platform/cache/cache.ts'
import type { Freshness } from '../../platform/positions/positions.ts'
import { accountLoaders } from '../accounts/reads.ts'
import { billingLoaders } from '../billing/reads.ts'
import { hotQueueDepths } from '../devices/queue-depth.ts'
import { deviceLoaders } from '../devices/reads.ts'
import { jobLoaders } from '../jobs/reads.ts'
import type { Caller } from './caller.ts'
import type { ReadDb } from './db.ts'

/** Batched reads of one operation, with what its caller may see decided in each. */
export const createLoaders = (db: ReadDb, cache: Cache, caller: Caller, freshness: Freshness) => ({
  ...accountLoaders(db, caller),
  ...deviceLoaders(db),
  ...jobLoaders(db, caller),
  ...billingLoaders(db, caller),
  hotQueueDepths: hotQueueDepths(cache, freshness),
})

export type Loaders = ReturnType<typeof createLoaders>
