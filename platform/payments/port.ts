import type { Money } from '../../domain/shared/money.ts'
import type {
  MethodSetup,
  NoticeVerdict,
  OnboardingLink,
  ProviderAccount,
  ProviderCustomer,
  ProviderDispute,
  ProviderPayment,
  ProviderPayout,
  ProviderRefund,
  ProviderReversal,
  ProviderTransfer,
  SavedMethod,
} from './objects.ts'
import type { Found, Outcome } from './outcome.ts'

/**
 * What the hub asks of whoever moves money on cards and to banks. Nothing here throws for what the provider answers.
 *
 * `key` is the idempotency key of a request: the same key with the same request is the same attempt, answered the same,
 * and with another request it is refused (KEY_REUSED). Providers forget keys: after `keySeconds` nothing may be sent
 * again under an old one. An `unknown` is resolved in this order: `find…` it; where it is absent and its key is younger
 * than `keySeconds`, send the same request under the same key; where it is absent and the key is older, it did not happen.
 */
export type Keyed = { readonly key: string }

export type NewCustomer = Keyed & { readonly organisation: string }

export type NewMethodSetup = Keyed & {
  readonly customerId: string
  /** Given: confirmed at once with it; else the customer's client does it with the secret. */
  readonly methodId?: string
  readonly returnUrl?: string
}

export type NewPayment = Keyed & {
  readonly paymentId: string
  readonly organisation: string
  readonly customerId: string
  readonly amount: Money
  readonly capture: 'AUTOMATIC' | 'MANUAL'
  /** Given: confirmed at once with this saved card; else the customer's client does it with the secret. */
  readonly methodId?: string
  /** The customer is not there to authenticate: what would ask them is declined with AUTHENTICATION_REQUIRED. */
  readonly offSession: boolean
  readonly returnUrl?: string
  /** On the card's statement, at most 22 characters. */
  readonly statementSuffix?: string
}

export type ConfirmPayment = Keyed & {
  /** The provider's id, here and below. */
  readonly id: string
  readonly methodId?: string
  readonly offSession: boolean
  readonly returnUrl?: string
}

/** `amount` ≤ what is capturable; the rest of the authorisation is given back. */
export type CapturePayment = Keyed & { readonly id: string; readonly amount: Money }

export type CancelPayment = Keyed & { readonly id: string }

export type NewRefund = Keyed & {
  readonly refundId: string
  readonly paymentId: string
  readonly providerPaymentId: string
  readonly amount: Money
}

export type NewAccount = Keyed & {
  readonly organisation: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly email?: string
}

export type NewTransfer = Keyed & {
  readonly transferId: string
  readonly accountId: string
  readonly amount: Money
}

export type NewReversal = Keyed & {
  readonly reversalId: string
  readonly providerTransferId: string
  readonly amount: Money
}

export type NewPayout = Keyed & {
  readonly payoutId: string
  readonly accountId: string
  readonly amount: Money
}

/** `since` bounds the search: nothing that was made before it is looked at. */
type Since = { readonly since: string }

/** Everything that was made at `since` or later, newest first. It throws `ProviderUnanswered` when it can't go on. */
type ListSince<Value> = (question: Since) => AsyncIterable<Value>

export type PaymentProvider = {
  readonly name: string
  /** The page of the provider's API that answers are read by. */
  readonly apiVersion: string
  /** How long a key surely keeps its meaning. */
  readonly keySeconds: number
  readonly customers: {
    readonly create: (order: NewCustomer) => Promise<Outcome<ProviderCustomer>>
    readonly find: (
      question: Since & { readonly organisation: string },
    ) => Promise<Found<ProviderCustomer>>
  }
  readonly methods: {
    readonly setUp: (order: NewMethodSetup) => Promise<Outcome<MethodSetup>>
    readonly getSetup: (id: string) => Promise<Found<MethodSetup>>
    readonly attach: (
      order: Keyed & { readonly customerId: string; readonly methodId: string },
    ) => Promise<Outcome<SavedMethod>>
    readonly detach: (order: Keyed & { readonly methodId: string }) => Promise<Outcome<SavedMethod>>
    readonly get: (methodId: string) => Promise<Found<SavedMethod>>
    /** At most a hundred, newest first. */
    readonly list: (customerId: string) => Promise<Found<readonly SavedMethod[]>>
  }
  readonly payments: {
    readonly create: (order: NewPayment) => Promise<Outcome<ProviderPayment>>
    readonly confirm: (order: ConfirmPayment) => Promise<Outcome<ProviderPayment>>
    readonly capture: (order: CapturePayment) => Promise<Outcome<ProviderPayment>>
    readonly cancel: (order: CancelPayment) => Promise<Outcome<ProviderPayment>>
    readonly get: (id: string) => Promise<Found<ProviderPayment>>
    /** By the hub's id. */
    readonly find: (
      question: Since & { readonly paymentId: string; readonly customerId?: string },
    ) => Promise<Found<ProviderPayment>>
    readonly listSince: ListSince<ProviderPayment>
  }
  readonly refunds: {
    readonly create: (order: NewRefund) => Promise<Outcome<ProviderRefund>>
    readonly get: (id: string) => Promise<Found<ProviderRefund>>
    readonly find: (question: {
      readonly refundId: string
      readonly providerPaymentId: string
    }) => Promise<Found<ProviderRefund>>
    readonly list: (providerPaymentId: string) => Promise<Found<readonly ProviderRefund[]>>
    readonly listSince: ListSince<ProviderRefund>
  }
  readonly disputes: {
    readonly get: (id: string) => Promise<Found<ProviderDispute>>
    readonly list: (providerPaymentId: string) => Promise<Found<readonly ProviderDispute[]>>
    readonly listSince: ListSince<ProviderDispute>
  }
  readonly accounts: {
    readonly create: (order: NewAccount) => Promise<Outcome<ProviderAccount>>
    readonly get: (id: string) => Promise<Found<ProviderAccount>>
    readonly find: (
      question: Since & { readonly organisation: string },
    ) => Promise<Found<ProviderAccount>>
    /** A page of the provider's, good for minutes and for one visit. */
    readonly onboardingLink: (order: {
      readonly accountId: string
      readonly returnUrl: string
      readonly refreshUrl: string
    }) => Promise<Outcome<OnboardingLink>>
  }
  readonly transfers: {
    readonly create: (order: NewTransfer) => Promise<Outcome<ProviderTransfer>>
    readonly get: (id: string) => Promise<Found<ProviderTransfer>>
    readonly find: (
      question: Since & { readonly transferId: string; readonly accountId: string },
    ) => Promise<Found<ProviderTransfer>>
    readonly reverse: (order: NewReversal) => Promise<Outcome<ProviderReversal>>
    readonly findReversal: (question: {
      readonly reversalId: string
      readonly providerTransferId: string
    }) => Promise<Found<ProviderReversal>>
    readonly listSince: ListSince<ProviderTransfer>
  }
  readonly payouts: {
    readonly create: (order: NewPayout) => Promise<Outcome<ProviderPayout>>
    readonly get: (question: {
      readonly accountId: string
      readonly id: string
    }) => Promise<Found<ProviderPayout>>
    readonly find: (
      question: Since & { readonly payoutId: string; readonly accountId: string },
    ) => Promise<Found<ProviderPayout>>
  }
  /** Whether a delivery comes from the provider: its signature over the raw body, not older than five minutes. */
  readonly verifyNotice: (delivery: {
    readonly body: Uint8Array
    readonly signature: string
  }) => NoticeVerdict
}

/** The part that carries a payment from its beginning to its end, wherever it is made. */
export type PaymentDesk = Pick<PaymentProvider, 'keySeconds'> & {
  readonly payments: Omit<PaymentProvider['payments'], 'listSince'>
  readonly refunds: Pick<PaymentProvider['refunds'], 'create' | 'find' | 'list'>
  readonly disputes: Pick<PaymentProvider['disputes'], 'list'>
}

/** A listing that the provider did not answer to its end. */
export class ProviderUnanswered extends Error {
  override readonly name = 'ProviderUnanswered'
  readonly code = 'PAYMENT_PROVIDER_UNANSWERED'
}
