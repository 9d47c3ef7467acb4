import type { KindOfNotification } from './kind.ts'
import { ofAccounts } from './kinds/accounts.ts'
import { ofCatalog } from './kinds/catalog.ts'
import { ofDevices } from './kinds/devices.ts'
import { ofEngagement } from './kinds/engagement.ts'
import { ofJobs } from './kinds/jobs.ts'
import { ofMoney } from './kinds/money.ts'
import { ofSubscriptions } from './kinds/subscriptions.ts'

/** Every kind of notification. Its name is stored in preferences: it never changes. */
export const kinds = {
  ...ofJobs,
  ...ofMoney,
  ...ofDevices,
  ...ofAccounts,
  ...ofCatalog,
  ...ofSubscriptions,
  ...ofEngagement,
}

export type Kind = keyof typeof kinds

// Keys of the literal above.
export const kindNames = Object.keys(kinds) as [Kind, ...Kind[]]

export const kindOf = (kind: Kind): KindOfNotification => kinds[kind]
