import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { until } from '../../ops/demo/until.ts'

/** A card of the consumer's, what it paid, and what went back to it. */
export const furnishPayments = async ({ http }: Stage, { carl, operator }: Cast) => {
  const send = async (path: string, body: object, who = carl) =>
    (await http.send('POST', path, body, { token: who.token })).body
  const { setupId } = await send('/v1/payment-method-setups', { providerMethodId: 'pm_card_visa' })
  const { methodId } = await send('/v1/payment-methods', { setupId })
  const { paymentId } = await send(`/v1/wallets/${carl.organisationId}/top-ups`, {
    amount: { amount: '700', asset: 'USD/2' },
    methodId,
  })
  const reads = async (member: string, word: string) => {
    const { body } = await http.get(`/v1/payments/${String(paymentId)}`, { token: carl.token })
    return JSON.stringify(body[member]).includes(word) ? true : undefined
  }
  await until('the payment', () => reads('status', 'SUCCEEDED'))
  const refund = { amount: '100', reason: 'For the test' }
  await send(`/v1/payments/${String(paymentId)}/refunds`, refund, operator)
  await until('the refund', () => reads('refunds', 'SUCCEEDED'))
  return { paymentId: String(paymentId) }
}
