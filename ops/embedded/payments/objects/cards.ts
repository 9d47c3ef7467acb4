/** How a test card behaves. Names and manners are those of the vendor's published test payment methods. */
export type Card = {
  readonly brand: string
  readonly last4: string
  readonly country?: string
  /** The bank says no to a charge, with this. */
  readonly decline?: {
    readonly code: string
    readonly declineCode?: string
    readonly message: string
  }
  /** It says no to being saved, too. */
  readonly refusesSaving?: boolean
  /** `always`: each payment asks the customer; `unlessSetUp`: not one made without them once they have agreed to that. */
  readonly authentication?: 'always' | 'unlessSetUp'
  readonly dispute?: { readonly reason: string; readonly inquiry: boolean }
  /** Refunds fail later, or take time. */
  readonly refund?: 'fails' | 'pending'
  /** The bank takes time to answer. */
  readonly processing?: boolean
}

const declined = (declineCode: string, message = 'Your card was declined.') => ({
  code: 'card_declined',
  declineCode,
  message,
})

const insufficient = declined('insufficient_funds', 'Your card has insufficient funds.')

const cards = {
  pm_card_visa: { brand: 'visa', last4: '4242' },
  pm_card_visa_debit: { brand: 'visa', last4: '5556' },
  pm_card_mastercard: { brand: 'mastercard', last4: '4444' },
  pm_card_amex: { brand: 'amex', last4: '8431' },
  pm_card_de: { brand: 'visa', last4: '0016', country: 'DE' },
  pm_card_chargeDeclined: {
    brand: 'visa',
    last4: '0002',
    decline: declined('generic_decline'),
    refusesSaving: true,
  },
  pm_card_visa_chargeDeclined: {
    brand: 'visa',
    last4: '0002',
    decline: declined('generic_decline'),
    refusesSaving: true,
  },
  pm_card_visa_chargeDeclinedInsufficientFunds: {
    brand: 'visa',
    last4: '9995',
    decline: insufficient,
    refusesSaving: true,
  },
  pm_card_visa_chargeDeclinedLostCard: {
    brand: 'visa',
    last4: '9987',
    decline: declined('lost_card'),
    refusesSaving: true,
  },
  pm_card_visa_chargeDeclinedStolenCard: {
    brand: 'visa',
    last4: '9979',
    decline: declined('stolen_card'),
    refusesSaving: true,
  },
  pm_card_chargeDeclinedExpiredCard: {
    brand: 'visa',
    last4: '0069',
    decline: { code: 'expired_card', message: 'Your card has expired.' },
    refusesSaving: true,
  },
  pm_card_chargeDeclinedIncorrectCvc: {
    brand: 'visa',
    last4: '0127',
    decline: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
    refusesSaving: true,
  },
  pm_card_chargeDeclinedProcessingError: {
    brand: 'visa',
    last4: '0119',
    decline: {
      code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
    refusesSaving: true,
  },
  pm_card_visa_chargeDeclinedVelocityLimitExceeded: {
    brand: 'visa',
    last4: '6975',
    decline: declined('card_velocity_exceeded'),
    refusesSaving: true,
  },
  pm_card_radarBlock: {
    brand: 'visa',
    last4: '0019',
    decline: declined('fraudulent'),
  },
  /** It can be saved; charging it fails. */
  pm_card_chargeCustomerFail: {
    brand: 'visa',
    last4: '0341',
    decline: declined('generic_decline'),
  },
  pm_card_authenticationRequired: { brand: 'visa', last4: '3184', authentication: 'always' },
  pm_card_authenticationRequiredOnSetup: {
    brand: 'visa',
    last4: '3155',
    authentication: 'unlessSetUp',
  },
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: {
    brand: 'visa',
    last4: '8260',
    authentication: 'always',
    decline: insufficient,
  },
  pm_card_createDispute: {
    brand: 'visa',
    last4: '0259',
    dispute: { reason: 'fraudulent', inquiry: false },
  },
  pm_card_createDisputeProductNotReceived: {
    brand: 'visa',
    last4: '2685',
    dispute: { reason: 'product_not_received', inquiry: false },
  },
  pm_card_createDisputeInquiry: {
    brand: 'visa',
    last4: '1976',
    dispute: { reason: 'fraudulent', inquiry: true },
  },
  pm_card_refundFail: { brand: 'visa', last4: '5126', refund: 'fails' },
  pm_card_pendingRefund: { brand: 'visa', last4: '7726', refund: 'pending' },
  /** Of the simulator's own: the bank answers when it is told to, or after ten minutes of its clock. */
  pm_card_processing: { brand: 'visa', last4: '0077', processing: true },
} as const satisfies Readonly<Record<string, Card>>

const known: Readonly<Record<string, Card>> = cards

export const cardOf = (name: string): Card | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined
