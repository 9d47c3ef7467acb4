import type { ChargePurpose } from '../../domain/billing/wallet/charge-events.ts'
import type { Charge, Credit } from '../../domain/subscriptions/subscription-events.ts'

/** What a subscription asks for, outside itself. The names are stored: they never change. */
export type RenewalEffect =
  | {
      readonly kind: 'charge'
      readonly subscriptionId: string
      readonly organisation: string
      readonly purpose: ChargePurpose
      readonly charge: Charge
      /** For credit that is for some apps only. Charges were asked for without it at first. */
      readonly appId?: string
      readonly credit?: Credit
      readonly sellerOrganisation: string
      readonly commissionBasisPoints: number
    }
  | { readonly kind: 'recordPayment'; readonly subscriptionId: string; readonly chargeId: string }
  | {
      readonly kind: 'recordFailure'
      readonly subscriptionId: string
      readonly chargeId: string
      readonly code: string
    }
  | {
      readonly kind: 'endPeriod'
      readonly subscriptionId: string
      readonly index: number
      readonly end: string
    }
  | {
      readonly kind: 'announceRenewal'
      readonly subscriptionId: string
      readonly index: number
      readonly end: string
    }
  | {
      readonly kind: 'expire'
      readonly subscriptionId: string
      readonly why: 'UNPAID' | 'PAUSED'
    }
  | {
      readonly kind: 'refund'
      readonly organisation: string
      readonly credit: Credit
      readonly reason: string
    }
  /** Nothing is ever to be taken under this charge; what was is given back. */
  | {
      readonly kind: 'voidCharge'
      readonly organisation: string
      readonly charge: Charge
      readonly reason: string
    }

/** What a wallet asks for on behalf of those that wait for it to be filled. */
export type RecoveryEffect =
  | {
      readonly kind: 'checkFunds'
      readonly walletId: string
      readonly subscriptionId: string
      readonly amount: string
    }
  | { readonly kind: 'requestPayment'; readonly subscriptionId: string }
