import type { Refund } from '../../../domain/billing/payments/refund-state.ts'
import { money } from '../../../domain/shared/money.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import type { ProviderRefund } from '../../../platform/payments/objects.ts'
import { deskOf } from '../../../commands/billing/payments/desk-of.ts'
import { keyOf, mayBeForgotten } from './keys.ts'
import { answered } from './look.ts'
import { refundedStates } from './refund-words.ts'
import type { OperationResult } from './results.ts'
import { insistOn } from './settle-outcome.ts'
import { loadPayment, record } from './tell-payment.ts'

type OfRefund = { readonly paymentId: string; readonly refundId: string }

const isOpen = (refund: Refund | undefined): refund is Refund =>
  refund?.status === 'REQUESTED' || refund?.status === 'UNKNOWN'

/** Sends money back to the card, once under the refund's id: the provider is looked at before an old key is used again. */
export const createRefund = async (
  { paymentId, refundId }: OfRefund,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const payment = await loadPayment(paymentId, tools)
  const { reference, refunds, asset, standing } = payment
  const refund = refunds[refundId]
  const answer = (outcome: OperationResult['outcome'], code?: string): EffectOutcome =>
    succeeded({ outcome, standing, ...(code === undefined ? {} : { code }) })
  if (reference === undefined || !isOpen(refund)) return answer('KNOWN')
  const desk = deskOf(tools, payment)
  const { keySeconds } = desk
  const now = tools.services.clock.now().toISOString()
  const saved = async (shown: ProviderRefund): Promise<EffectOutcome> => {
    await record(tools, 'refund', {
      type: 'RecordRefund',
      ...{ paymentId, refundId },
      ...refundedStates(shown),
    })
    return answer('KNOWN')
  }
  if (mayBeForgotten(refund.requestedAt, now, keySeconds)) {
    const found = await desk.refunds.find({ refundId, providerPaymentId: reference })
    const shown = answered(found)
    if (shown !== undefined) return saved(shown)
  }
  const outcome = await desk.refunds.create({
    key: keyOf(refundId, 'refund', refund.requestedAt, now, keySeconds),
    ...{ paymentId, refundId, providerPaymentId: reference },
    amount: money(refund.amount, asset),
  })
  const fail = async (code: string): Promise<EffectOutcome> => {
    await record(tools, 'refused', {
      type: 'RecordRefund',
      ...{ paymentId, refundId, status: 'FAILED', code },
    })
    return answer('REFUSED', code)
  }
  switch (outcome.kind) {
    case 'succeeded':
    case 'pending':
    case 'requiresAction':
      return saved(outcome.value)
    case 'declined':
      return fail(outcome.decline.code)
    case 'didNotHappen':
      insistOn(outcome.refusal)
      return fail(outcome.refusal.code)
    case 'unknown':
      await record(tools, 'unknown', { type: 'RecordRefundUnknown', paymentId, refundId })
      return { type: 'unknown', reason: outcome.reason }
    default:
      return exhausted(outcome)
  }
}
