import { refundedStates } from './refund-words.ts'
import type { ExistingPayment } from '../../../domain/billing/payments/payment-state.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { amountOf } from '../../../domain/shared/money.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { ProviderPayment } from '../../../platform/payments/objects.ts'
import type { Found } from '../../../platform/payments/outcome.ts'
import { ProviderUnanswered } from '../../../platform/payments/port.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import { disputeStatusOf } from './dispute-words.ts'
import { deskOf } from '../../../commands/billing/payments/desk-of.ts'
import { newsOf } from '../../../commands/billing/payments/provider-news.ts'
import { loadPayment, record } from './tell-payment.ts'

/** Clocks differ: what was made at the provider shortly before it was asked for here is looked at too. */
const slackMs = 3_600_000

/** An answer, or none: then it is asked again, for as long as it takes. A look does nothing, so it is safe. */
export const answered = <Value>(found: Found<Value>): Value | undefined => {
  if (found.kind === 'unanswered') throw new ProviderUnanswered(found.reason)
  return found.kind === 'found' ? found.value : undefined
}

export const findPayment = async (
  payment: ExistingPayment,
  tools: EffectTools,
): Promise<ProviderPayment | undefined> => {
  const { paymentId, reference, requestedAt } = payment
  const { payments } = deskOf(tools, payment)
  return answered(
    reference === undefined
      ? await payments.find({
          paymentId,
          since: instantOf(msOf(requestedAt) - slackMs),
        })
      : await payments.get(reference),
  )
}

/** Takes in what the provider shows of the payment, and once there is money in it, of its refunds and disputes. */
export const lookAtPayment = async (
  paymentId: string,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const before = await loadPayment(paymentId, tools)
  const observedAt = tools.services.clock.now().toISOString()
  const shown = await findPayment(before, tools)
  if (shown !== undefined) {
    const news = newsOf(shown, { observedAt, round: before.round })
    await record(tools, 'news', { type: 'RecordNews', paymentId, news })
  }
  const seen = await loadPayment(paymentId, tools)
  if (seen.standing === 'SUCCEEDED' && seen.reference !== undefined) {
    await lookAtRefunds(seen, seen.reference, tools)
    await lookAtDisputes(seen, seen.reference, tools)
  }
  const { standing, refunds } = await loadPayment(paymentId, tools)
  return succeeded({
    found: shown !== undefined,
    standing,
    refunds: Object.fromEntries(Object.entries(refunds).map(([id, { status }]) => [id, status])),
  })
}

const lookAtRefunds = async (
  payment: ExistingPayment,
  reference: string,
  tools: EffectTools,
): Promise<void> => {
  const { paymentId, refunds } = payment
  if (Object.keys(refunds).length === 0) return
  const shown = answered(await deskOf(tools, payment).refunds.list(reference)) ?? []
  for (const refund of shown) {
    const { refundId } = refund
    // One that the hub never asked for is a matter of reconciliation.
    if (refundId !== undefined && Object.hasOwn(refunds, refundId))
      await record(tools, `refund ${refund.id}`, {
        type: 'RecordRefund',
        ...{ paymentId, refundId },
        ...refundedStates(refund),
      })
  }
}

const lookAtDisputes = async (
  payment: ExistingPayment,
  reference: string,
  tools: EffectTools,
): Promise<void> => {
  const shown = answered(await deskOf(tools, payment).disputes.list(reference)) ?? []
  const { paymentId } = payment
  for (const dispute of shown) {
    const status = disputeStatusOf(dispute.state)
    if (status === undefined) continue
    await record(tools, `dispute ${dispute.id}`, {
      type: 'RecordDispute',
      disputeId: derivedId('dispute', dispute.id),
      paymentId,
      reference: dispute.id,
      amount: amountOf(dispute.amount),
      asset: dispute.amount.asset,
      reason: dispute.reason,
      status,
    })
  }
}
