import type { Decline, DeclineCode } from '../outcome.ts'

/** The provider's decline codes in the hub's words. What is not named here is CARD_DECLINED, and never tried again by itself. */
const words: Readonly<Record<string, readonly [DeclineCode, retriable: boolean]>> = {
  authentication_required: ['AUTHENTICATION_REQUIRED', false],
  payment_intent_authentication_failure: ['AUTHENTICATION_FAILED', true],
  setup_intent_authentication_failure: ['AUTHENTICATION_FAILED', true],
  insufficient_funds: ['INSUFFICIENT_FUNDS', true],
  card_velocity_exceeded: ['LIMIT_EXCEEDED', true],
  withdrawal_count_limit_exceeded: ['LIMIT_EXCEEDED', true],
  expired_card: ['CARD_EXPIRED', false],
  incorrect_cvc: ['DETAILS_WRONG', false],
  invalid_cvc: ['DETAILS_WRONG', false],
  incorrect_number: ['DETAILS_WRONG', false],
  invalid_number: ['DETAILS_WRONG', false],
  invalid_expiry_month: ['DETAILS_WRONG', false],
  invalid_expiry_year: ['DETAILS_WRONG', false],
  incorrect_zip: ['DETAILS_WRONG', false],
  fraudulent: ['FRAUD_SUSPECTED', false],
  merchant_blacklist: ['FRAUD_SUSPECTED', false],
  lost_card: ['FRAUD_SUSPECTED', false],
  stolen_card: ['FRAUD_SUSPECTED', false],
  pickup_card: ['FRAUD_SUSPECTED', false],
  processing_error: ['PROCESSING_FAILED', true],
  issuer_not_available: ['PROCESSING_FAILED', true],
  reenter_transaction: ['PROCESSING_FAILED', true],
  try_again_later: ['PROCESSING_FAILED', true],
}

type Said = {
  readonly code?: string | undefined
  readonly decline_code?: string | undefined
  readonly message?: string | undefined
}

export const declineOf = ({
  code = '',
  decline_code: declineCode,
  message = '',
}: Said): Decline => {
  const providerCode = declineCode === undefined || declineCode === '' ? code : declineCode
  const [word, retriable] = (Object.hasOwn(words, providerCode)
    ? words[providerCode]
    : undefined) ?? ['CARD_DECLINED', false]
  return { code: word, providerCode, message: message.slice(0, 500), retriable }
}
