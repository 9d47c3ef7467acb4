import type Stripe from 'stripe'
import type {
  ProviderAccount,
  ProviderDispute,
  ProviderPayout,
  ProviderRefund,
  ProviderReversal,
  ProviderTransfer,
} from '../objects.ts'
import { instantOf, moneyOf } from './amounts.ts'
import { idOf, optional } from './read-payment.ts'

const known = <State>(
  states: Readonly<Record<string, State>>,
  raw: string | null,
  otherwise: State,
): State => (raw !== null && Object.hasOwn(states, raw) ? states[raw] : undefined) ?? otherwise

const refundStates: Readonly<Record<string, ProviderRefund['state']>> = {
  pending: 'PENDING',
  requires_action: 'REQUIRES_ACTION',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  canceled: 'CANCELLED',
}

export const refundOf = (refund: Stripe.Refund): ProviderRefund => ({
  id: refund.id,
  ...optional('refundId', refund.metadata?.['refundId']),
  ...optional('paymentId', refund.metadata?.['paymentId']),
  ...optional('providerPaymentId', idOf(refund.payment_intent).id),
  state: known(refundStates, refund.status, 'PENDING'),
  rawState: refund.status ?? '',
  amount: moneyOf(refund.amount, refund.currency),
  ...optional('failureReason', refund.failure_reason),
  createdAt: instantOf(refund.created),
})

const disputeStates: Readonly<Record<string, ProviderDispute['state']>> = {
  warning_needs_response: 'INQUIRY',
  warning_under_review: 'INQUIRY',
  warning_closed: 'INQUIRY_CLOSED',
  needs_response: 'OPEN',
  under_review: 'UNDER_REVIEW',
  appeal_needs_response: 'OPEN',
  appeal_under_review: 'UNDER_REVIEW',
  won: 'WON',
  lost: 'LOST',
  prevented: 'PREVENTED',
}

const dueOf = ({ evidence_details: details }: Stripe.Dispute): string | undefined =>
  details.due_by === null ? undefined : instantOf(details.due_by)

export const disputeOf = (dispute: Stripe.Dispute): ProviderDispute => ({
  id: dispute.id,
  ...optional('providerPaymentId', idOf(dispute.payment_intent).id),
  chargeId: idOf(dispute.charge).id ?? '',
  state: known(disputeStates, dispute.status, 'UNDER_REVIEW'),
  rawState: dispute.status,
  reason: dispute.reason,
  amount: moneyOf(dispute.amount, dispute.currency),
  ...optional('evidenceDueAt', dueOf(dispute)),
  createdAt: instantOf(dispute.created),
})

export const accountOf = (account: Stripe.Account): ProviderAccount => ({
  id: account.id,
  ...optional('organisation', account.metadata?.['organisation']),
  chargesEnabled: account.charges_enabled,
  payoutsEnabled: account.payouts_enabled,
  detailsSubmitted: account.details_submitted,
  requirementsDue: (account.requirements?.currently_due ?? []).slice(0, 100),
  ...optional('disabledReason', account.requirements?.disabled_reason),
  ...optional('country', account.country),
})

export const transferOf = (transfer: Stripe.Transfer): ProviderTransfer => ({
  id: transfer.id,
  ...optional('transferId', transfer.metadata['transferId']),
  accountId: idOf(transfer.destination).id ?? '',
  amount: moneyOf(transfer.amount, transfer.currency),
  reversed: moneyOf(transfer.amount_reversed, transfer.currency),
  createdAt: instantOf(transfer.created),
})

export const reversalOf = (reversal: Stripe.TransferReversal): ProviderReversal => ({
  id: reversal.id,
  ...optional('reversalId', reversal.metadata?.['reversalId']),
  providerTransferId: idOf(reversal.transfer).id ?? '',
  amount: moneyOf(reversal.amount, reversal.currency),
  createdAt: instantOf(reversal.created),
})

const payoutStates: Readonly<Record<string, ProviderPayout['state']>> = {
  pending: 'PENDING',
  in_transit: 'IN_TRANSIT',
  paid: 'PAID',
  failed: 'FAILED',
  canceled: 'CANCELLED',
}

export const payoutOf = (payout: Stripe.Payout, accountId: string): ProviderPayout => ({
  id: payout.id,
  ...optional('payoutId', payout.metadata?.['payoutId']),
  accountId,
  state: known(payoutStates, payout.status, 'PENDING'),
  rawState: payout.status,
  amount: moneyOf(payout.amount, payout.currency),
  ...optional('failureCode', payout.failure_code),
  arrivesAt: instantOf(payout.arrival_date),
  createdAt: instantOf(payout.created),
})
