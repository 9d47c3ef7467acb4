import { msOf } from '../../shared/instant.ts'
import type { Burns } from './burns.ts'
import type { Counted } from './limits.ts'

/** What money is held for: the subject is the job, or the budget of agents. */
export type HeldFor = { readonly purpose: 'JOB' | 'AGENT_BUDGET'; readonly subjectId: string }

/** Money that is reserved. Amounts in minor units of the wallet's asset. */
export type Hold =
  | { readonly status: 'VOIDED' }
  | (HeldFor & {
      readonly status: 'OPEN'
      readonly amount: bigint
      readonly burns: Burns
      /** The payment whose authorisation it stands on, instead of credit. */
      readonly backing?: string
      readonly expiresAt?: string
      readonly counted: Counted
    })
  | (HeldFor & {
      readonly status: 'RELEASED'
      readonly amount: bigint
      readonly expired: boolean
    })
  /** Taken by the hub itself; nothing of it goes to anybody else, or back. */
  | (HeldFor & {
      readonly status: 'SPENT'
      readonly amount: bigint
      readonly spent: bigint
    })
  | {
      readonly status: 'CAPTURED'
      readonly jobId: string
      readonly amount: bigint
      readonly captured: bigint
      readonly refunded: bigint
      readonly providerOrganisation: string
      readonly providerShare: bigint
      readonly providerRefunded: bigint
      /** Of an app's fee, where there is one. */
      readonly sellerOrganisation?: string
      readonly sellerShare: bigint
      readonly sellerRefunded: bigint
      /** What was captured and not refunded, by the grants that it came out of. */
      readonly burns: Burns
      readonly backing?: string
      readonly counted: Counted
    }

export type OpenHold = Extract<Hold, { status: 'OPEN' }>

/** The reason under which a hold is given back because its time is over. */
export const expired = 'EXPIRED'

/** Its time is over, whether it has been given back for that or not yet. */
export const isLate = (hold: Hold, now: string): boolean =>
  (hold.status === 'RELEASED' && hold.expired) ||
  (hold.status === 'OPEN' && hold.expiresAt !== undefined && msOf(hold.expiresAt) <= msOf(now))
