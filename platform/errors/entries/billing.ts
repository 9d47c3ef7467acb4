import { entry } from '../entry.ts'

/** Wallets, holds and charges. */
export const billing = {
  INSUFFICIENT_FUNDS: entry(402, 'Insufficient funds', 'Top up the wallet, or lower the cost.'),
  ASSET_MISMATCH: entry(422, 'Wrong asset', 'Use the asset of the device’s price book.'),
  AMOUNT_OUT_OF_RANGE: entry(
    422,
    'Amount is out of range',
    'Amounts are positive whole minor units.',
  ),
  HOLD_UNKNOWN: entry(404, 'No such hold', 'Check the job or hold id.'),
  HOLD_ALREADY_RESOLVED: entry(
    409,
    'Hold is resolved already',
    'A hold is captured or released once.',
  ),
  CAPTURE_ABOVE_HOLD: entry(409, 'Capture is above the hold', 'Capture at most what is held.'),
  REFUND_ABOVE_CAPTURE: entry(
    409,
    'Refund is above what was captured',
    'Refund at most what is left of the charge.',
  ),
  HOLD_EXPIRED: entry(409, 'Hold has expired', 'Ask for another hold, and capture it in its time.'),
  WALLET_IN_DEBT: entry(402, 'Wallet is in debt', 'Top up the wallet: that pays the debt first.'),
  SPENDING_LIMIT_EXCEEDED: entry(
    402,
    'Spending limit exceeded',
    'Wait for the limit’s next window, spend less, or have the limit raised.',
  ),
  ALREADY_REVERSED: entry(
    409,
    'Reversed already',
    'Do nothing: a credit is reversed once. Credit the wallet anew to correct the reversal.',
  ),
  ALREADY_RESOLVED: entry(
    409,
    'Resolved already',
    'It has ended another way, once and for all; look at how.',
  ),
  ENTRY_UNBALANCED: entry(
    422,
    'The entry is out of balance',
    'Debits and credits of an entry are equal; it has at least two legs.',
  ),
  ACCOUNT_NOT_ADJUSTABLE: entry(
    422,
    'The account is not adjusted by hand',
    'Use an account that no stream keeps: what belongs to wallets, bills and payees is changed through them.',
  ),
  ENTRY_TIME_OUT_OF_RANGE: entry(
    422,
    'The time is out of range',
    'An entry is booked in the past, within three years; a pending one ends within 90 days.',
  ),
  POST_ABOVE_PENDING: entry(
    409,
    'More than was prepared',
    'Post at most what was prepared, account by account.',
  ),
  ILLEGAL_ENTRY_TRANSITION: entry(
    409,
    'Not possible in this state of the entry',
    'Only a pending entry is posted or voided, only a posted one is reversed.',
  ),
  ENTRY_ALREADY_REVERSED: entry(
    409,
    'The entry is reversed already',
    'An entry is reversed once. Enter a new one to correct the reversal.',
  ),
  PAYMENT_OUTCOME_UNKNOWN: entry(
    409,
    'The outcome of the last request is unknown',
    'Wait: the payment provider is being asked. Nothing is charged twice meanwhile.',
  ),
  PAYMENT_METHOD_REFUSED: entry(402, 'The card was refused', 'Use another card, or ask its bank.'),
  ILLEGAL_PAYMENT_TRANSITION: entry(
    409,
    'The payment is in another state',
    'Read its status: what is paid or cancelled stays so.',
  ),
  PAYEE_NOT_ACTIVE: entry(
    409,
    'Payee is not active',
    'Finish the onboarding with the payment provider first.',
  ),
  PAYOUT_ABOVE_BALANCE: entry(
    409,
    'Payout is above the balance',
    'Ask for at most what is available: what is held back ripens later.',
  ),
  FINDING_OVER: entry(
    409,
    'The finding is over',
    'It was resolved, or is gone; should it come again, it is raised again.',
  ),
  NOTICE_SIGNATURE_INVALID: entry(
    400,
    'Not signed by the payment provider',
    'Notices are signed with the secret of the webhook endpoint, over the body as it was sent.',
  ),
  NOTICE_SIGNATURE_TOO_OLD: entry(
    400,
    'Signed too long ago',
    'A notice is taken within five minutes of its signature; a new delivery is signed anew.',
  ),
  NOTICE_MALFORMED: entry(400, 'Not a notice', 'The body is an event of the payment provider.'),
  ILLEGAL_BILL_TRANSITION: entry(
    409,
    'Not possible in this state of the bill',
    'What is finalised never changes: issue a credit note, or look at the bill’s status.',
  ),
  ALREADY_BILLED: entry(
    409,
    'Billed already',
    'Look for the period on the earlier bills: it is billed once. An operator has to see why it came again.',
  ),
  CREDIT_ABOVE_BILLED: entry(
    409,
    'Credit is above what was billed',
    'Credit at most what is left of the lines that were due.',
  ),
}
