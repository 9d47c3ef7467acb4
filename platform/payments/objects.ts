import type { Money } from '../../domain/shared/money.ts'

/**
 * What a provider keeps, in the hub's words. `id` is always the provider's own; ids of the hub stand in the provider's
 * metadata and are absent on what the hub did not make. Instants are ISO 8601 UTC.
 */

export type ProviderCustomer = { readonly id: string; readonly organisation?: string }

/** A saved card: nothing of it that could be paid with. */
export type SavedMethod = {
  readonly id: string
  readonly customerId?: string
  readonly brand: string
  readonly last4: string
  readonly expiryMonth: number
  readonly expiryYear: number
  readonly country?: string
}

export type MethodSetupState =
  | 'REQUIRES_PAYMENT_METHOD'
  | 'REQUIRES_CONFIRMATION'
  | 'REQUIRES_ACTION'
  | 'PROCESSING'
  | 'SUCCEEDED'
  | 'CANCELLED'

/** Saving a card: the customer's client finishes it with the secret, or it was confirmed at once. */
export type MethodSetup = {
  readonly id: string
  readonly state: MethodSetupState
  readonly customerId?: string
  readonly methodId?: string
  /** For the customer's client alone; never stored. */
  readonly clientSecret?: string
}

/** Where they go on: in the provider's form with a secret, or in their wallet with a text of EIP-712. */
export type CustomerAction =
  | { readonly clientSecret: string; readonly url?: string }
  | { readonly sign: TypedData }

/** As `eth_signTypedData_v4` takes it. Numbers are decimal text. */
export type TypedData = {
  readonly domain: {
    readonly name: string
    readonly version: string
    readonly chainId: number
    readonly verifyingContract: string
  }
  readonly types: Readonly<
    Record<string, readonly { readonly name: string; readonly type: string }[]>
  >
  readonly primaryType: string
  readonly message: Readonly<Record<string, string>>
}

export type ProviderPaymentState = MethodSetupState | 'REQUIRES_CAPTURE'

export type ProviderPayment = {
  readonly id: string
  readonly paymentId?: string
  readonly organisation?: string
  readonly state: ProviderPaymentState
  /** The provider's own word for it. */
  readonly rawState: string
  readonly capture: 'AUTOMATIC' | 'MANUAL'
  readonly amount: Money
  readonly capturable: Money
  readonly captured: Money
  /** What the provider keeps of it for itself, once that is known. */
  readonly fee?: Money
  readonly chargeId?: string
  readonly customerId?: string
  readonly methodId?: string
  /** An authorisation that is not captured until then lapses. */
  readonly captureBefore?: string
  /** What the customer has to do; never stored. */
  readonly action?: CustomerAction
  /** Why the last attempt failed. */
  readonly failure?: {
    readonly code: string
    readonly declineCode?: string
    readonly message: string
  }
  readonly cancellationReason?: string
  readonly createdAt: string
}

export type ProviderRefund = {
  readonly id: string
  readonly refundId?: string
  readonly paymentId?: string
  readonly providerPaymentId?: string
  readonly state: 'PENDING' | 'REQUIRES_ACTION' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  readonly rawState: string
  readonly amount: Money
  readonly failureReason?: string
  readonly createdAt: string
}

/** A chargeback. `INQUIRY`: asked about, no money has moved; `OPEN`: the money is gone until it is won. */
export type ProviderDispute = {
  readonly id: string
  readonly providerPaymentId?: string
  readonly chargeId: string
  readonly state:
    | 'INQUIRY'
    | 'INQUIRY_CLOSED'
    | 'OPEN'
    | 'UNDER_REVIEW'
    | 'WON'
    | 'LOST'
    | 'PREVENTED'
  readonly rawState: string
  readonly reason: string
  readonly amount: Money
  readonly evidenceDueAt?: string
  readonly createdAt: string
}

export type ProviderAccount = {
  readonly id: string
  readonly organisation?: string
  readonly chargesEnabled: boolean
  readonly payoutsEnabled: boolean
  readonly detailsSubmitted: boolean
  /** What the provider still wants to know, in its own words. */
  readonly requirementsDue: readonly string[]
  readonly disabledReason?: string
  readonly country?: string
}

export type OnboardingLink = { readonly url: string; readonly expiresAt: string }

/** Money of the platform's balance that went to a connected account. */
export type ProviderTransfer = {
  readonly id: string
  readonly transferId?: string
  readonly accountId: string
  readonly amount: Money
  readonly reversed: Money
  readonly createdAt: string
}

export type ProviderReversal = {
  readonly id: string
  readonly reversalId?: string
  readonly providerTransferId: string
  readonly amount: Money
  readonly createdAt: string
}

/** Money of a connected account that goes to its bank. */
export type ProviderPayout = {
  readonly id: string
  readonly payoutId?: string
  readonly accountId: string
  readonly state: 'PENDING' | 'IN_TRANSIT' | 'PAID' | 'FAILED' | 'CANCELLED'
  readonly rawState: string
  readonly amount: Money
  readonly failureCode?: string
  readonly arrivesAt: string
  readonly createdAt: string
}

/** What a notice speaks of. It is a hint: the object itself is fetched before anything is believed. */
export type NoticeSubject =
  | { readonly kind: 'PAYMENT'; readonly providerId: string; readonly paymentId?: string }
  | {
      readonly kind: 'REFUND'
      readonly providerId: string
      readonly paymentId?: string
      readonly refundId?: string
      readonly providerPaymentId?: string
    }
  | {
      readonly kind: 'DISPUTE'
      readonly providerId: string
      readonly paymentId?: string
      readonly providerPaymentId?: string
    }
  | { readonly kind: 'SETUP'; readonly providerId: string; readonly customerId?: string }
  | { readonly kind: 'METHOD'; readonly providerId: string; readonly customerId?: string }
  | { readonly kind: 'ACCOUNT'; readonly providerId: string; readonly organisation?: string }
  | { readonly kind: 'TRANSFER'; readonly providerId: string; readonly transferId?: string }
  | {
      readonly kind: 'PAYOUT'
      readonly providerId: string
      readonly accountId?: string
      readonly payoutId?: string
    }
  | { readonly kind: 'OTHER'; readonly providerId: string; readonly objectType: string }

export type ProviderNotice = {
  /** The provider's id of the event: the same for every delivery of it. */
  readonly id: string
  /** The provider's word, such as `payment_intent.succeeded`. */
  readonly type: string
  readonly createdAt: string
  /** The connected account that it happened on; absent: the platform's own. */
  readonly accountId?: string
  readonly subject: NoticeSubject
}

export type NoticeVerdict =
  | { readonly kind: 'notice'; readonly notice: ProviderNotice }
  | { readonly kind: 'refused'; readonly code: NoticeRefusalCode; readonly detail: string }

export type NoticeRefusalCode = 'SIGNATURE_INVALID' | 'SIGNATURE_TOO_OLD' | 'NOTICE_MALFORMED'
