import { apiKey } from './accounts/api-key.ts'
import { organisation } from './accounts/organisation.ts'
import { emailReservation, usernameReservation } from './accounts/reservation.ts'
import { session } from './accounts/session.ts'
import { user } from './accounts/user.ts'
import { wallet } from './billing/wallet.ts'
import { device } from './devices/device.ts'
import { deviceQueue } from './devices/device-queue.ts'
import { job } from './jobs/job.ts'
import { quote } from './jobs/quote.ts'
import type { Aggregate } from './shared/decider.ts'

/** Some aggregate: for those who hand back to it only what came out of its own streams and commands. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some State, some Command, some Event
export type AnyAggregate = Aggregate<any, any, any>

/** Every aggregate of the hub; of saga instances the runtime makes aggregates itself. */
export const aggregates: readonly AnyAggregate[] = [
  user,
  emailReservation,
  usernameReservation,
  organisation,
  session,
  apiKey,
  device,
  deviceQueue,
  job,
  quote,
  wallet,
]
