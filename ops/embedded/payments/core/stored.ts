import type Stripe from 'stripe'

/**
 * What the simulator keeps, field by field as the vendor's API shows it. `Fits` makes the compiler compare each shape with
 * the SDK's own type, so that no field can drift away from what the adapter reads.
 */
type Fits<Theirs, Mine extends Partial<Pick<Theirs, keyof Mine & keyof Theirs>>> = Mine

type Metadata = Readonly<Record<string, string>>

type Made = { readonly id: string; readonly created: number; readonly metadata: Metadata }
type Amount = { readonly amount: number; readonly currency: string }

export type Customer = Fits<
  Stripe.Customer,
  Made & { readonly object: 'customer'; readonly email: string | null; readonly livemode: false }
>

export type PaymentMethod = Fits<
  Stripe.PaymentMethod,
  Made & {
    readonly object: 'payment_method'
    readonly type: 'card'
    readonly customer: string | null
    readonly livemode: false
  }
> & {
  readonly card: {
    readonly brand: string
    readonly last4: string
    readonly exp_month: number
    readonly exp_year: number
    readonly country: string
    readonly funding: string
  }
}

export type NextAction = {
  readonly type: 'redirect_to_url' | 'use_stripe_sdk'
  readonly redirect_to_url?: { readonly url: string; readonly return_url: string | null }
}

export type LastError = {
  readonly type: 'card_error'
  readonly code: string
  readonly decline_code?: string
  readonly message: string
}

export type SetupIntent = Fits<
  Stripe.SetupIntent,
  Made & {
    readonly object: 'setup_intent'
    readonly status:
      | 'requires_payment_method'
      | 'requires_confirmation'
      | 'requires_action'
      | 'succeeded'
      | 'canceled'
    readonly client_secret: string
    readonly customer: string | null
    readonly payment_method: string | null
    readonly payment_method_types: string[]
    readonly next_action: NextAction | null
    readonly usage: string
    readonly livemode: false
  }
> & { readonly last_setup_error: LastError | null }

export type PaymentIntent = Fits<
  Stripe.PaymentIntent,
  Made &
    Amount & {
      readonly object: 'payment_intent'
      readonly status:
        | 'requires_payment_method'
        | 'requires_confirmation'
        | 'requires_action'
        | 'processing'
        | 'requires_capture'
        | 'succeeded'
        | 'canceled'
      readonly amount_capturable: number
      readonly amount_received: number
      readonly capture_method: 'automatic' | 'manual'
      readonly client_secret: string
      readonly customer: string | null
      readonly payment_method: string | null
      readonly payment_method_types: string[]
      readonly latest_charge: string | null
      readonly cancellation_reason: string | null
      readonly canceled_at: number | null
      readonly next_action: NextAction | null
      readonly livemode: false
      readonly statement_descriptor_suffix: string | null
      readonly transfer_group: string | null
    }
> & { readonly last_payment_error: LastError | null }

export type Charge = Fits<
  Stripe.Charge,
  Made &
    Amount & {
      readonly object: 'charge'
      readonly status: 'succeeded' | 'failed'
      readonly amount_captured: number
      readonly amount_refunded: number
      readonly captured: boolean
      readonly refunded: boolean
      readonly disputed: boolean
      readonly paid: boolean
      readonly customer: string | null
      readonly payment_intent: string
      readonly payment_method: string | null
      readonly balance_transaction: string | null
      readonly failure_code: string | null
      readonly failure_message: string | null
      readonly livemode: false
    }
> & {
  readonly payment_method_details: {
    readonly type: 'card'
    readonly card: { readonly capture_before?: number }
  }
}

export type Refund = Fits<
  Stripe.Refund,
  Made &
    Amount & {
      readonly object: 'refund'
      readonly status: 'pending' | 'succeeded' | 'failed' | 'canceled'
      readonly charge: string
      readonly payment_intent: string
      readonly balance_transaction: string | null
      readonly failure_reason?: string
      readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | null
    }
>

export type Dispute = Fits<
  Stripe.Dispute,
  Made &
    Amount & {
      readonly object: 'dispute'
      readonly status:
        | 'warning_needs_response'
        | 'warning_closed'
        | 'needs_response'
        | 'under_review'
        | 'won'
        | 'lost'
      readonly reason: string
      readonly charge: string
      readonly payment_intent: string
      readonly is_charge_refundable: boolean
      readonly livemode: false
    }
> & { readonly evidence_details: { readonly due_by: number | null } }

export type Account = Fits<
  Stripe.Account,
  Made & {
    readonly object: 'account'
    readonly type: 'express'
    readonly country: string
    readonly email: string | null
    readonly charges_enabled: boolean
    readonly payouts_enabled: boolean
    readonly details_submitted: boolean
  }
> & {
  readonly requirements: {
    readonly currently_due: readonly string[]
    readonly disabled_reason: string | null
  }
}

export type Transfer = Fits<
  Stripe.Transfer,
  Made &
    Amount & {
      readonly object: 'transfer'
      readonly amount_reversed: number
      readonly reversed: boolean
      readonly destination: string
      readonly transfer_group: string | null
      readonly balance_transaction: string
      readonly livemode: false
    }
>

export type Reversal = Fits<
  Stripe.TransferReversal,
  Made &
    Amount & {
      readonly object: 'transfer_reversal'
      readonly transfer: string
      readonly balance_transaction: string
    }
>

export type Payout = Fits<
  Stripe.Payout,
  Made &
    Amount & {
      readonly object: 'payout'
      readonly status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'canceled'
      readonly arrival_date: number
      readonly automatic: boolean
      readonly failure_code: string | null
      readonly balance_transaction: string
      readonly livemode: false
    }
>

/** One movement of a balance: the platform's own, or a connected account's. */
export type BalanceTransaction = Fits<
  Stripe.BalanceTransaction,
  Amount & {
    readonly id: string
    readonly object: 'balance_transaction'
    readonly created: number
    readonly fee: number
    readonly net: number
    readonly source: string
    readonly type: Stripe.BalanceTransaction['type']
    readonly status: 'available'
  }
> & { readonly metadata?: undefined }

export type Stored =
  | Customer
  | PaymentMethod
  | SetupIntent
  | PaymentIntent
  | Charge
  | Refund
  | Dispute
  | Account
  | Transfer
  | Reversal
  | Payout
  | BalanceTransaction

export type Kind = Stored['object']
export type StoredOf<K extends Kind> = Extract<Stored, { readonly object: K }>
