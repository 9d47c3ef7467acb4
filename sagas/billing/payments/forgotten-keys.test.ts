import t from 'tap'
import { payment } from '../../../domain/billing/payments/payment.ts'
import { ProviderUnanswered, type PaymentProvider } from '../../../platform/payments/port.ts'
import { paymentWorld } from '../../../test/kit/payment-world.ts'
import { startPaymentStage } from '../../../test/payments/stage.ts'

t.setTimeout(100_000)
const stage = await startPaymentStage()
t.teardown(stage.close)

const dayMs = 24 * 3_600_000

/**
 * A provider that does what it is asked, by a process that dies before it can tell what came of it. It is a day until
 * another one asks again, and by then the provider has forgotten the key.
 */
const forgetful = (at: 'payments' | 'refunds') => {
  const { provider } = stage
  let passedMs = 0
  const create = async <Order extends { readonly key: string }, Answer>(
    order: Order,
    really: (order: Order) => Promise<Answer>,
  ): Promise<Answer> => {
    if (passedMs > 0) return really({ ...order, key: `${order.key}.anew` })
    await really(order)
    passedMs = dayMs
    throw new ProviderUnanswered('nobody is there to hear')
  }
  const { payments, refunds } = provider
  const its: PaymentProvider =
    at === 'payments'
      ? {
          ...provider,
          payments: { ...payments, create: (order) => create(order, payments.create) },
        }
      : { ...provider, refunds: { ...refunds, create: (order) => create(order, refunds.create) } }
  return { payments: its, clock: { now: () => new Date(Date.now() + passedMs) } }
}

t.test('a payment that was made, and told to nobody, is found when its key is old', async (t) => {
  for (const seed of [1, 2, 3]) {
    const world = paymentWorld(stage, seed, forgetful('payments'))
    const paymentId = await world.asks('old', await world.saves('pm_card_visa'))
    await world.settles()
    t.equal(await world.statusOf(paymentId), 'SUCCEEDED')
    t.equal(world.atProvider(paymentId).length, 1)
    t.equal((await world.walletState()).available, 5_000n)
  }
})

t.test('a refund that was made, and told to nobody, is not made twice', async (t) => {
  for (const seed of [1, 2, 3]) {
    const world = paymentWorld(stage, seed, forgetful('refunds'))
    const paymentId = await world.asks('old', await world.saves('pm_card_visa'))
    await world.settles()
    const refundId = world.id('refund')
    await world.command(payment, paymentId, {
      type: 'RequestRefund',
      ...{ paymentId, refundId, amount: 1_000n, reason: 'Asked for' },
    })
    await world.settles()
    const { reference = '' } = await world.stateOf(paymentId)
    const shown = await stage.provider.refunds.list(reference)
    t.match(shown, { kind: 'found', value: [{ refundId }] })
    t.equal(shown.kind === 'found' ? shown.value.length : 0, 1)
    t.equal((await world.walletState()).available, 4_000n)
  }
})
