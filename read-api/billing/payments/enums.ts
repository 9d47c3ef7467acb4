import { builder } from '../../schema/builder.ts'

export const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'Where a payment is. SUCCEEDED and CANCELLED are final.',
  values: {
    REQUIRES_PAYMENT_METHOD: { description: 'Without a card, or the last one said no.' },
    REQUIRES_CONFIRMATION: { description: 'About to be made.' },
    REQUIRES_ACTION: { description: 'The customer’s bank asks them something first.' },
    PROCESSING: { description: 'The bank takes its time.' },
    REQUIRES_CAPTURE: { description: 'Authorised; nothing is taken yet.' },
    SUCCEEDED: { description: 'The money was taken.' },
    CANCELLED: { description: 'Nothing was taken, and nothing will be.' },
    UNKNOWN: {
      description:
        'The provider has not said what came of the last request. It is being asked; nothing else is done meanwhile.',
    },
  },
})

export const PaymentPurpose = builder.enumType('PaymentPurpose', {
  description: 'What a payment is for.',
  values: {
    TOP_UP: { description: 'Credit of a wallet.' },
    JOB: { description: 'A job that a card pays.' },
    BILL: { description: 'A bill.' },
  },
})

export const CaptureMode = builder.enumType('CaptureMode', {
  description: 'When the money is taken.',
  values: {
    AUTOMATIC: { description: 'As soon as the payment is confirmed.' },
    MANUAL: { description: 'What was used of the authorised, when that is known.' },
  },
})

export const PaymentRefundStatus = builder.enumType('PaymentRefundStatus', {
  description: 'Where a refund is.',
  values: {
    REQUESTED: { description: 'On its way to the provider.' },
    UNKNOWN: { description: 'The provider has not said whether it arrived; it is being asked.' },
    PENDING: { description: 'The provider has it; the bank takes its time.' },
    SUCCEEDED: { description: 'The money went back.' },
    FAILED: { description: 'It did not go back; it is where it was before.' },
  },
})

export const PaymentDisputeStatus = builder.enumType('PaymentDisputeStatus', {
  description: 'Where a dispute is.',
  values: {
    OPEN: { description: 'The card’s bank has taken the money back for now.' },
    WON: { description: 'The money came back.' },
    LOST: { description: 'It is gone.' },
  },
})
