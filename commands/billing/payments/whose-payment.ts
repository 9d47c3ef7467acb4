import type { Notice } from '../../../domain/billing/payments/provider-notice.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { PaymentProvider } from '../../../platform/payments/port.ts'
import { ProviderUnanswered } from '../../../platform/payments/port.ts'

/**
 * Disputes and some refunds name the provider's payment alone: it knows which of ours it is. Throws ProviderUnanswered: the
 * notice is not taken then, and delivered again.
 */
export const withPayment = async (
  notice: Notice,
  { payments }: Pick<PaymentProvider, 'payments'>,
): Promise<Notice> => {
  const { subject } = notice
  if (subject.kind !== 'DISPUTE' && subject.kind !== 'REFUND') return notice
  if (subject.paymentId !== undefined || subject.providerPaymentId === undefined) return notice
  const found = await payments.get(subject.providerPaymentId)
  if (found.kind === 'unanswered') throw new ProviderUnanswered(found.reason)
  const paymentId = found.kind === 'found' ? Id.safeParse(found.value.paymentId).data : undefined
  return paymentId === undefined ? notice : { ...notice, subject: { ...subject, paymentId } }
}
