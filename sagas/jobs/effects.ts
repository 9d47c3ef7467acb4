import type { Spender } from '../../domain/billing/wallet/limits.ts'
import type { Failure, RunUsage } from '../../domain/jobs/job-events.ts'
import type { Money } from '../../domain/shared/money.ts'

/** What the execution of a job asks for, outside itself. The names are stored: they never change. */
export type JobEffect =
  | {
      readonly kind: 'holdFunds'
      readonly jobId: string
      readonly organisation: string
      readonly amount: Money
      /** For limits, and for credit that is for some only. */
      readonly spender?: Spender
      readonly appId?: string
      /** The authorisation of a card that stands for it, instead of credit. */
      readonly backing?: { readonly paymentId: string }
    }
  /** Has the saved card authorise the maximum. */
  | {
      readonly kind: 'requestPayment'
      readonly jobId: string
      readonly organisation: string
      readonly user: string
      readonly amount: Money
      readonly methodId: string
      readonly offSession: boolean
    }
  /** Of what is authorised, so much is taken, or nothing. */
  | { readonly kind: 'capturePayment'; readonly jobId: string; readonly amount: Money }
  | { readonly kind: 'cancelPayment'; readonly jobId: string; readonly reason: string }
  | {
      readonly kind: 'failCardCapture'
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
      readonly fee?: {
        readonly amount: Money
        readonly sellerOrganisation: string
        readonly commissionBasisPoints: number
      }
    }
  /** A run is counted for good, or no longer. */
  | { readonly kind: 'confirmUsage'; readonly jobId: string; readonly usageId: string }
  | { readonly kind: 'settleUsage'; readonly jobId: string; readonly usageId: string }
  | { readonly kind: 'releaseUsage'; readonly jobId: string; readonly usageId: string }
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
      readonly sellerShare?: Money
    }
  | { readonly kind: 'releaseCharge'; readonly jobId: string; readonly reason: string }
