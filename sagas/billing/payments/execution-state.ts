import {
  initial as noPayment,
  type Payment,
} from '../../../domain/billing/payments/payment-state.ts'
import type { BookingEffect, PaymentEffect, ProviderEffect } from './effects.ts'

/** An operation whose outcome is not known, or that did not do what it should: asked about, then tried again. */
export type Unsure = { readonly effect: ProviderEffect; readonly tries: number }

export type PaymentExecution = {
  /** As far as it has been heard of. */
  readonly payment: Payment
  /** What the provider is being asked. */
  readonly busy?: ProviderEffect
  readonly unsure?: Unsure
  /** The provider knows of it. */
  readonly created: boolean
  /** The provider has been told of this attempt. */
  readonly confirmed?: string
  readonly captured: boolean
  readonly cancelled: boolean
  /** There is reason to look at it. */
  readonly hint: boolean
  /** Looks at a payment that stands still. */
  readonly looks: number
  /** It was tried for long enough to be reported; from here on it is tried once a day, and when the provider says something. */
  readonly parked: boolean
  /** Refunds whose money is there to be sent; they go one after the other. */
  readonly ready: readonly string[]
  /** Refunds for which the wallet gave the money. */
  readonly withdrawn: readonly string[]
  /** What waits to be booked; the first is under way. */
  readonly bookings: readonly BookingEffect[]
}

export const initial: PaymentExecution = {
  payment: noPayment,
  created: false,
  captured: false,
  cancelled: false,
  hint: false,
  looks: 0,
  parked: false,
  ready: [],
  withdrawn: [],
  bookings: [],
}

/** What a step asks for; times from now. */
export type Ask =
  | { readonly request: PaymentEffect }
  | { readonly timer: TimerName; readonly inSeconds: number }
  | { readonly clear: TimerName }
export type TimerName = 'ask' | 'deadline' | 'push'

export type Step = { readonly state: PaymentExecution; readonly asks: readonly Ask[] }
