import { apiKeys } from './accounts/api-keys.ts'
import { organisations } from './accounts/organisations.ts'
import { sessions } from './accounts/sessions.ts'
import { users } from './accounts/users.ts'
import { ledger } from './billing/ledger.ts'
import { wallets } from './billing/wallets.ts'
import { calibrations } from './devices/calibrations.ts'
import { deviceQueue } from './devices/device-queue.ts'
import { devices } from './devices/devices.ts'
import { jobs } from './jobs/jobs.ts'
import { quotes } from './jobs/quotes.ts'
import { eventLog } from './log/event-log.ts'
import { sagaInstances } from './sagas/saga-instances.ts'
import type { Projection } from './shared/projection.ts'

/** All live read models. Each table is written by one of them alone. */
export const projections: readonly Projection[] = [
  users,
  organisations,
  apiKeys,
  sessions,
  devices,
  calibrations,
  deviceQueue,
  jobs,
  quotes,
  wallets,
  ledger,
  sagaInstances,
  eventLog,
]
