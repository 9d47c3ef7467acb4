import type { PaymentCommand } from '../../domain/billing/payments/payment-command.ts'
import type { PaymentNews } from '../../domain/billing/payments/news.ts'
import type { Standing } from '../../domain/billing/payments/payment-state.ts'
import { instantOf, msOf } from '../../domain/shared/instant.ts'
import { idNamed, meta } from './given-when-then/meta.ts'

/** A payment of 50.00 USD, and what its provider may show of it. */
export const asset = 'USD/2'
export const paymentId = idNamed('payment')
export const on = { paymentId } as const
export const reference = 'pi_1'

/** Somebody has to confirm it with a card. */
export const withoutMethod: Extract<PaymentCommand, { type: 'RequestPayment' }> = {
  ...on,
  type: 'RequestPayment',
  organisation: idNamed('buyer'),
  user: idNamed('person'),
  purpose: { kind: 'TOP_UP', walletId: `${idNamed('buyer')}-USD` },
  amount: { amount: '5000', asset },
  capture: 'AUTOMATIC',
  offSession: false,
}
export const requestPayment = (change: Partial<typeof withoutMethod> = {}): PaymentCommand => ({
  ...withoutMethod,
  methodId: idNamed('method'),
  ...change,
})

/** So many seconds after the payment was asked for. */
export const after = (seconds: number): string => instantOf(msOf(meta.now) + seconds * 1_000)

/** What the provider shows, at this second. */
export const shows = (
  standing: Standing,
  second = 1,
  change: Partial<PaymentNews> = {},
): PaymentCommand => ({
  ...on,
  type: 'RecordNews',
  news: {
    reference,
    standing,
    asset,
    amount: 5_000n,
    authorised: standing === 'REQUIRES_CAPTURE' ? 5_000n : 0n,
    captured: standing === 'SUCCEEDED' ? 5_000n : 0n,
    observedAt: after(second),
    round: 9,
    ...change,
  },
})
export const declines = (second = 1, chargeReference = 'ch_1'): PaymentCommand =>
  shows('REQUIRES_PAYMENT_METHOD', second, { failure: { code: 'CARD_DECLINED', chargeReference } })
