import type { periodOf } from '../domain/accounts/key-limits.ts'
import type { usageIdOf } from '../domain/accounts/key-usage.ts'
import type { priceAt } from '../domain/devices/price-book.ts'
import type { predictQueueTime } from '../domain/agents/models/queue-time/predict.ts'
import type { notificationRules } from '../domain/engagement/summary.ts'
import type { admit } from '../domain/jobs/admission.ts'
import type { nextOpening } from '../domain/devices/windows.ts'

/** Rules of the domain that answers depend on; whoever assembles the hub hands over the domain's own. */
export type ReadRules = {
  readonly priceAt: typeof priceAt
  readonly admit: typeof admit
  readonly nextOpening: typeof nextOpening
  readonly predictQueueTime: typeof predictQueueTime
  readonly notifications: typeof notificationRules
  readonly keys: { readonly periodOf: typeof periodOf; readonly usageIdOf: typeof usageIdOf }
}
