import { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import { invalid } from '../core/errors.ts'
import type { Charge, Dispute } from '../core/stored.ts'
import { operation } from '../http/operation.ts'
import { page } from '../http/listing.ts'
import { listing, text } from '../http/params.ts'
import { disputeFee, move } from './balance.ts'

type Complaint = { readonly reason: string; readonly inquiry: boolean; readonly amount: number }

/** A bank takes a payment back, or, for an inquiry, asks about it first. */
export const openDispute = (draft: Draft, charge: Charge, complaint: Complaint): Dispute => {
  const { reason, inquiry, amount } = complaint
  const dispute: Dispute = {
    id: draft.id('du'),
    object: 'dispute',
    created: draft.now,
    metadata: {},
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
    is_charge_refundable: inquiry,
    livemode: false,
    evidence_details: { due_by: draft.now + 9 * 86_400 },
  }
  draft.put(dispute)
  draft.put({ ...draft.get('charge', charge.id), disputed: true })
  draft.emit('charge.dispute.created', dispute)
  if (!inquiry) withdraw(draft, dispute)
  return dispute
}

const withdraw = (draft: Draft, dispute: Dispute): void => {
  const { amount, currency, id } = dispute
  move(draft, { amount: -amount, currency, type: 'adjustment', source: id, fee: disputeFee })
  draft.emit('charge.dispute.funds_withdrawn', dispute)
}

const isOver = ({ status }: Dispute): boolean =>
  status === 'won' || status === 'lost' || status === 'warning_closed'

/** The bank's last word. What is won comes back; the fee does not. */
export const decideDispute = (draft: Draft, dispute: Dispute, won: boolean): Dispute => {
  if (isOver(dispute)) throw invalid('This dispute is already closed')
  const inquiry = dispute.status.startsWith('warning')
  const over = draft.put({
    ...dispute,
    status: inquiry ? 'warning_closed' : won ? 'won' : 'lost',
    evidence_details: { due_by: null },
  })
  draft.emit('charge.dispute.closed', over)
  if (won && !inquiry) {
    const { amount, currency, id } = dispute
    move(draft, { amount, currency, type: 'adjustment', source: id })
    draft.emit('charge.dispute.funds_reinstated', over)
  }
  return over
}

export const disputeOperations = [
  operation(
    'disputes.list',
    'GET',
    '/v1/disputes',
    z.strictObject({
      ...listing,
      charge: text.optional(),
      payment_intent: text.optional(),
    }),
    (draft, params) =>
      page(
        draft
          .all('dispute')
          .filter(
            (one) =>
              (params.charge ?? one.charge) === one.charge &&
              (params.payment_intent ?? one.payment_intent) === one.payment_intent,
          ),
        params,
        '/v1/disputes',
      ),
  ),
  operation('disputes.get', 'GET', '/v1/disputes/:id', z.strictObject({}), (draft, _, { id }) =>
    draft.get('dispute', id),
  ),
  operation(
    'disputes.update',
    'POST',
    '/v1/disputes/:id',
    z.strictObject({ evidence: z.strictObject({ uncategorized_text: text }) }),
    (draft, { evidence }, { id }) => {
      const dispute = draft.get('dispute', id)
      // As in the vendor's test mode: these words decide it.
      if (evidence.uncategorized_text === 'winning_evidence')
        return decideDispute(draft, dispute, true)
      if (evidence.uncategorized_text === 'losing_evidence')
        return decideDispute(draft, dispute, false)
      if (isOver(dispute)) throw invalid('This dispute is already closed')
      const reviewed = draft.put({ ...dispute, status: 'under_review' })
      draft.emit('charge.dispute.updated', reviewed)
      return reviewed
    },
  ),
  operation(
    'disputes.close',
    'POST',
    '/v1/disputes/:id/close',
    z.strictObject({}),
    (draft, _, { id }) => decideDispute(draft, draft.get('dispute', id), false),
  ),
]
