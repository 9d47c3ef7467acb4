import t, { type Test } from 'tap'
import { payment } from '../../../domain/billing/payments/payment.ts'
import type { PaymentCommand } from '../../../domain/billing/payments/payment-command.ts'
import { paymentWorld } from '../../kit/payment-world.ts'
import { startPaymentStage } from '../../payments/stage.ts'

t.setTimeout(170_000)
const stage = await startPaymentStage()
t.teardown(stage.close)

/** Each in several lives: effects fail and are done again, workers die, everything comes twice now and then. */
const lives = [1, 2, 3, 4, 5, 6]
const suffered = (name: string, live: (seed: number, t: Test) => Promise<void>): void => {
  t.test(name, async (t) => {
    for (const seed of lives) await live(seed, t)
  })
}

const captured = (objects: ReturnType<ReturnType<typeof paymentWorld>['atProvider']>): number =>
  objects.reduce(
    (sum, object) => sum + ('amount_received' in object ? object.amount_received : 0),
    0,
  )

suffered('killbill #639, #1015: charged twice because the answer was lost', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const card = await world.saves('pm_card_visa')
  stage.fault({
    at: 'request',
    on: 'payment_intents.create',
    times: 3,
    fault: { kind: 'loseReply' },
  })
  const paymentId = await world.asks('lost', card)
  await world.passes(3 * 3_600_000)
  t.ok(
    world.all.some(({ type }) => type === 'PaymentUnknown'),
    'nobody knew for a while',
  )
  t.equal(await world.statusOf(paymentId), 'SUCCEEDED')
  t.equal(captured(world.atProvider(paymentId)), 5_000)
  t.equal((await world.walletState()).available, 5_000n)
})

suffered(
  'killbill #338, #1832: an unknown payment that nobody asks about again',
  async (seed, t) => {
    const world = paymentWorld(stage, seed)
    const card = await world.saves('pm_card_visa')
    stage.fault({ at: 'request', on: 'payment_intents.create', times: 5, fault: { kind: 'drop' } })
    const paymentId = await world.asks('dropped', card)
    await world.passes(26 * 3_600_000)
    const status = await world.statusOf(paymentId)
    t.ok(['SUCCEEDED', 'CANCELLED'].includes(status), status)
    const paid = status === 'SUCCEEDED' ? 5_000 : 0
    t.equal(captured(world.atProvider(paymentId)), paid)
    t.equal((await world.walletState()).available, BigInt(paid))
  },
)

suffered('formance stack #1464: credited twice, for a webhook came twice', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const paymentId = await world.asks('twice', await world.saves('pm_card_visa'))
  await world.notice(paymentId, `evt_${seed}`)
  await world.notice(paymentId, `evt_${seed}`)
  await world.settles()
  await world.notice(paymentId, `evt_${seed}`)
  await world.notice(paymentId)
  await world.settles()
  t.equal((await world.walletState()).available, 5_000n)
  t.equal(world.all.filter(({ type }) => type === 'CreditedFromPayment').length, 1)
})

suffered(
  'medusa #13301, #4798: captured twice, for the webhook and the return raced',
  async (seed, t) => {
    const world = paymentWorld(stage, seed)
    const jobId = world.id('job')
    const card = await world.saves('pm_card_visa')
    const paymentId = await world.asks('job', card, '5000', { capture: 'MANUAL', jobId })
    await world.settles()
    t.equal(await world.statusOf(paymentId), 'REQUIRES_CAPTURE')
    const capture = { type: 'RequestCapture', paymentId, amount: 2_000n } as const
    stage.fault({
      at: 'request',
      on: 'payment_intents.capture',
      times: 2,
      fault: { kind: 'loseReply' },
    })
    await world.command(payment, paymentId, capture)
    await world.notice(paymentId)
    await world.command(payment, paymentId, capture)
    await world.notice(paymentId)
    await world.passes(2 * 3_600_000)
    t.equal(await world.statusOf(paymentId), 'SUCCEEDED')
    t.equal(captured(world.atProvider(paymentId)), 2_000)
  },
)

suffered(
  'mercur #909: a paid order refunded and lost, for a webhook ran it again',
  async (seed, t) => {
    const world = paymentWorld(stage, seed)
    const paymentId = await world.asks('again', await world.saves('pm_card_visa'))
    await world.settles()
    const before = world.all.length
    for (let n = 0; n < 5; n += 1) await world.notice(paymentId)
    await world.passes(3_600_000)
    t.equal(await world.statusOf(paymentId), 'SUCCEEDED')
    t.strictSame((await world.stateOf(paymentId)).refunds, {})
    t.equal((await world.walletState()).available, 5_000n)
    t.ok(world.all.length > before, 'nothing is ever taken out of the log')
  },
)

suffered('lago-api #5870: topped up twice, for there was no key', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const card = await world.saves('pm_card_visa')
  const paymentId = await world.asks('same request', card)
  t.equal(await world.asks('same request', card), paymentId)
  await world.settles()
  await world.asks('same request', card)
  await world.settles()
  t.equal(world.atProvider(paymentId).length, 1)
  t.equal((await world.walletState()).available, 5_000n)
})

const refund = (paymentId: string, refundId: string, amount: bigint): PaymentCommand => ({
  type: 'RequestRefund',
  ...{ paymentId, refundId, amount, reason: 'unhappy' },
})

suffered('medusa #9261: a refund of any part, at any time, refused', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const paymentId = await world.asks('parts', await world.saves('pm_card_visa'))
  await world.settles()
  for (const amount of [1n, 999n, 2_000n, 2_000n])
    await world.command(
      payment,
      paymentId,
      refund(paymentId, world.id(`r${Math.random()}`), amount),
    )
  await world.settles()
  const { refunds } = await world.stateOf(paymentId)
  t.strictSame(
    Object.values(refunds).map(({ status }) => status),
    ['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'],
  )
  t.equal((await world.walletState()).available, 0n)
  const more = await world.command(payment, paymentId, refund(paymentId, world.id('more'), 1n))
  t.match(more, { rejected: 'REFUND_ABOVE_CAPTURE' })
})

suffered('spree #14622: a refund whose answer is lost goes out twice', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const paymentId = await world.asks('refund', await world.saves('pm_card_visa'))
  await world.settles()
  stage.fault({ at: 'request', on: 'refunds.create', times: 3, fault: { kind: 'loseReply' } })
  await world.command(payment, paymentId, refund(paymentId, world.id('r'), 3_000n))
  await world.passes(3 * 3_600_000)
  t.strictSame(
    Object.values((await world.stateOf(paymentId)).refunds).map(({ status }) => status),
    ['SUCCEEDED'],
  )
  t.equal((await world.walletState()).available, 2_000n)
  const [intent] = world.atProvider(paymentId)
  const sent = [...stage.running().simulator.world.objects.values()].filter(
    (object) => object.object === 'refund' && object.payment_intent === intent?.id,
  )
  t.equal(sent.length, 1)
})

suffered('spree #14622: money that came back counts as refunded', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const paymentId = await world.asks('fails', await world.saves('pm_card_refundFail'))
  await world.settles()
  await world.command(payment, paymentId, refund(paymentId, world.id('r'), 3_000n))
  await world.settles()
  await world.notice(paymentId)
  await world.passes(26 * 3_600_000)
  const statuses = Object.values((await world.stateOf(paymentId)).refunds).map((r) => r.status)
  const available = (await world.walletState()).available
  t.equal(available, statuses[0] === 'FAILED' ? 5_000n : 2_000n, statuses.join())
})

suffered('saleor #12559: nobody can say what happened to a payment', async (seed, t) => {
  const world = paymentWorld(stage, seed)
  const card = await world.saves('pm_card_chargeCustomerFail')
  const paymentId = await world.asks('history', card)
  await world.settles()
  await world.command(payment, paymentId, {
    type: 'RequestConfirmation',
    ...{ paymentId, methodId: await world.saves('pm_card_visa') },
  })
  await world.settles()
  const history = world.all
    .filter(({ stream }) => stream === `payment-${paymentId}`)
    .map(({ type }) => type)
  t.strictSame(history, [
    'PaymentRequested',
    'PaymentDeclined',
    'PaymentConfirmationRequested',
    'PaymentSucceeded',
  ])
})

t.test(
  'a payment that the provider never answers ends with a finding, not in silence',
  async (t) => {
    const world = paymentWorld(stage, 7)
    const jobId = world.id('job')
    const card = await world.saves('pm_card_visa')
    const paymentId = await world.asks('garbage', card, '5000', { capture: 'MANUAL', jobId })
    await world.settles()
    stage.fault({
      at: 'request',
      on: 'payment_intents.capture',
      times: 1_000,
      fault: { kind: 'failBefore' },
    })
    await world.command(payment, paymentId, { type: 'RequestCapture', paymentId, amount: 2_000n })
    await world.passes(8 * 24 * 3_600_000)
    t.equal(await world.statusOf(paymentId), 'UNKNOWN')
    t.strictSame(await world.findings(paymentId), ['PARKED'])
  },
)
