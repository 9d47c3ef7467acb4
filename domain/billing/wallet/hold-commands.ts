import type { AppFee } from './capture.ts'
import type { Spender } from './limits.ts'

export type HoldFunds = {
  readonly type: 'HoldFunds'
  readonly holdId: string
  readonly amount: bigint
  /** For limits, and for grants that are for some devices only. */
  readonly spender?: Spender
  readonly appId?: string
  /** An authorisation of a card stands for it, instead of credit. */
  readonly backing?: { readonly paymentId: string }
  /** After this nothing is captured of it; whoever keeps time gives it back. */
  readonly expiresAt?: string
} & ({ readonly jobId: string } | { readonly budgetId: string })
/** Takes what was used, and an app's fee, in one transaction with the return of the rest. */
export type CaptureHold = {
  readonly type: 'CaptureHold'
  readonly holdId: string
  /** What the device costs. */
  readonly amount: bigint
  readonly providerOrganisation: string
  readonly commissionBasisPoints: number
  readonly fee?: AppFee
}
/** Takes what was spent of a budget, which is the hub's own, in one transaction with the return of the rest. */
export type SpendHold = {
  readonly type: 'SpendHold'
  readonly holdId: string
  readonly amount: bigint
}
export type RefundCharge = {
  readonly type: 'RefundCharge'
  readonly holdId: string
  readonly amount: bigint
  readonly reason: string
}
export type HoldCommand =
  | HoldFunds
  | CaptureHold
  | SpendHold
  | { readonly type: 'ReleaseHold'; readonly holdId: string; readonly reason: string }
  /** Gives back a hold whose time is over; one that has time, or is resolved, stays as it is. */
  | { readonly type: 'ExpireHold'; readonly holdId: string }
  /** Sees to it that there is no hold of this name, now or later. */
  | { readonly type: 'VoidHold'; readonly holdId: string }
  | RefundCharge
