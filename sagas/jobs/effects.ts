import type { Failure, RunUsage } from '../../domain/jobs/job-events.ts'
import type { Money } from '../../domain/shared/money.ts'

/** What the execution of a job asks for, outside itself. The names are stored: they never change. */
export type JobEffect =
  | {
      readonly kind: 'holdFunds'
      readonly jobId: string
      readonly organisation: string
      readonly amount: Money
    }
  /** No hold of this name is ever to be had. */
  | {
      readonly kind: 'voidHold'
      readonly jobId: string
      readonly organisation: string
      readonly asset: string
    }
  | { readonly kind: 'queueJob'; readonly jobId: string; readonly amount: Money }
  | {
      readonly kind: 'enqueueJob'
      readonly jobId: string
      readonly deviceId: string
      readonly user: string
    }
  | { readonly kind: 'submitRun'; readonly jobId: string; readonly attempt: number }
  | { readonly kind: 'findRun'; readonly jobId: string }
  | {
      readonly kind: 'recordDispatch'
      readonly jobId: string
      readonly attempt: number
      readonly providerJobId: string
    }
  /** Follows the run to its end; each step on the way is recorded on the job. */
  | { readonly kind: 'watchRun'; readonly jobId: string }
  | { readonly kind: 'cancelRun'; readonly jobId: string }
  | { readonly kind: 'completeJob'; readonly jobId: string; readonly usage: RunUsage }
  | {
      readonly kind: 'failJob'
      readonly jobId: string
      readonly failure: Failure
      readonly usage: RunUsage
    }
  | {
      readonly kind: 'confirmCancellation'
      readonly jobId: string
      readonly by: 'USER' | 'SYSTEM'
      readonly usage: RunUsage
    }
  | {
      readonly kind: 'releaseSlot'
      readonly jobId: string
      readonly deviceId: string
      readonly usedSeconds: number
    }
  | {
      readonly kind: 'captureHold'
      readonly jobId: string
      readonly organisation: string
      readonly amount: Money
      readonly providerOrganisation: string
      readonly commissionBasisPoints: number
    }
  | {
      readonly kind: 'releaseHold'
      readonly jobId: string
      readonly organisation: string
      readonly asset: string
      readonly reason: string
    }
  | {
      readonly kind: 'settleCharge'
      readonly jobId: string
      readonly charged: Money
      readonly providerShare: Money
      readonly commission: Money
    }
  | { readonly kind: 'releaseCharge'; readonly jobId: string; readonly reason: string }
