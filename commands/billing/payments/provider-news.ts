import type { PaymentNews } from '../../../domain/billing/payments/news.ts'
import { amountOf } from '../../../domain/shared/money.ts'
import type { ProviderPayment } from '../../../platform/payments/objects.ts'

/** What was known, and when, at the moment that the provider was asked. */
export type Asked = { readonly observedAt: string; readonly round: number }

/** A provider's payment in the words of our own. */
export const newsOf = (shown: ProviderPayment, asked: Asked): PaymentNews => {
  const { id: reference, state: standing, amount, capturable, captured, failure, chargeId } = shown
  const hasFailed = standing === 'REQUIRES_PAYMENT_METHOD' && failure !== undefined
  return {
    reference,
    ...(shown.paymentId === undefined ? {} : { ofPayment: shown.paymentId }),
    standing,
    asset: amount.asset,
    amount: amountOf(amount),
    authorised: amountOf(capturable),
    captured: amountOf(captured),
    ...(hasFailed
      ? {
          failure: {
            code: (failure.declineCode ?? failure.code).slice(0, 80),
            ...(chargeId === undefined ? {} : { chargeReference: chargeId }),
          },
        }
      : {}),
    ...asked,
  }
}
