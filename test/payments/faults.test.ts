import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { RequestFault } from '../../ops/embedded/payments/faults/fault.ts'
import { long, newCustomer, order, seen, taken, usd } from './orders.ts'
import { startPaymentStage } from './stage.ts'

t.setTimeout(120_000)
const stage = await startPaymentStage()
t.teardown(stage.close)
const { provider } = stage
/** One that does not wait long. */
const hasty = stage.another({ timeoutMs: 100 })
const customerId = await newCustomer(provider)
const next = (fault: RequestFault, on = 'payment_intents.create') =>
  stage.fault({ at: 'request', on, fault })

/** How many intents the provider keeps of a payment. */
const kept = (paymentId: string): number =>
  [...stage.running().simulator.world.objects.values()].filter(
    (object) => object.object === 'payment_intent' && object.metadata['paymentId'] === paymentId,
  ).length

t.test(
  'an answer that is lost: unknown, found, and the same again under the same key',
  async (t) => {
    for (const fault of [
      { kind: 'loseReply' },
      { kind: 'garbage' },
      { kind: 'answerLate', ms: 300 },
      { kind: 'otherObject' },
      { kind: 'sayDeclined' },
    ] as const) {
      const wanted = order(customerId, { capture: 'MANUAL' })
      // A connection that breaks is tried once more by the SDK itself: lost twice it stays lost.
      stage.fault({
        at: 'request',
        on: 'payment_intents.create',
        times: fault.kind === 'loseReply' ? 2 : 1,
        fault,
      })
      const outcome = await hasty.payments.create(wanted)
      t.equal(outcome.kind, 'unknown', fault.kind)
      const found = seen(await provider.payments.find({ paymentId: wanted.paymentId, since: long }))
      t.equal(found.state, 'REQUIRES_CAPTURE')
      t.same(taken(await provider.payments.create(wanted)).id, found.id)
      t.equal(kept(wanted.paymentId), 1)
    }
  },
)

t.test('the SDK itself sends again under the same key', async (t) => {
  const wanted = order(customerId)
  next({ kind: 'loseReply' })
  const paid = taken(await stage.another({ networkRetries: 2 }).payments.create(wanted))
  t.equal(paid.state, 'SUCCEEDED')
  t.equal(kept(wanted.paymentId), 1)
})

t.test('a request that never arrived', async (t) => {
  const wanted = order(customerId)
  stage.fault({ at: 'request', on: 'payment_intents.create', times: 2, fault: { kind: 'drop' } })
  t.match(await provider.payments.create(wanted), { kind: 'unknown', reason: 'CONNECTION_LOST' })
  t.same(await provider.payments.find({ paymentId: wanted.paymentId, since: long }), {
    kind: 'absent',
  })
  taken(await provider.payments.create(wanted))
  t.equal(kept(wanted.paymentId), 1)
})

t.test('one that is on its way while it is asked for again', async (t) => {
  const wanted = order(customerId)
  next({ kind: 'doLate', ms: 400 })
  t.match(await hasty.payments.create(wanted), { kind: 'unknown', reason: 'TIMED_OUT' })
  const { paymentId } = wanted
  t.same(await provider.payments.find({ paymentId, since: long }), { kind: 'absent' })
  t.match(await provider.payments.create(wanted), { kind: 'unknown', reason: 'KEY_IN_USE' })
  for (;;) {
    const again = await provider.payments.create(wanted)
    if (again.kind === 'succeeded') break
    t.match(again, { kind: 'unknown', reason: 'KEY_IN_USE' })
  }
  t.equal(kept(paymentId), 1)
})

t.test('the provider fails before it does anything, or after', async (t) => {
  const before = order(customerId)
  next({ kind: 'failBefore' })
  t.match(await provider.payments.create(before), { kind: 'unknown', reason: 'PROVIDER_FAILED' })
  t.equal(kept(before.paymentId), 0)
  taken(await provider.payments.create(before))

  const after = order(customerId)
  next({ kind: 'failAfter' })
  t.match(await provider.payments.create(after), { kind: 'unknown', reason: 'PROVIDER_FAILED' })
  t.match(await provider.payments.create(after), { kind: 'unknown' }, 'the failure is kept, too')
  const { paymentId } = after
  t.equal(seen(await provider.payments.find({ paymentId, since: long })).state, 'SUCCEEDED')
})

t.test(
  'what is refused before keys are looked at proves nothing about an earlier attempt',
  async (t) => {
    next({ kind: 'rateLimit' })
    const first = order(customerId)
    t.match(await provider.payments.create(first), {
      kind: 'didNotHappen',
      refusal: { code: 'RATE_LIMITED', retriable: true },
    })
    t.equal(kept(first.paymentId), 0)
    const second = order(customerId)
    next({ kind: 'loseReply' })
    next({ kind: 'rateLimit' })
    const retrying = stage.another({ networkRetries: 2 })
    t.equal((await retrying.payments.create(second)).kind, 'unknown')
    t.equal(kept(second.paymentId), 1)
  },
)

t.test('nobody there', async (t) => {
  const nowhere = stage.another({ url: 'http://127.0.0.1:1' })
  t.match(await nowhere.payments.create(order(customerId)), {
    kind: 'didNotHappen',
    refusal: { code: 'UNREACHABLE', retriable: true },
  })
  t.match(await nowhere.payments.get('pi_1'), { kind: 'unanswered' })
  t.match(await nowhere.payments.find({ paymentId: randomUUID(), since: long }), {
    kind: 'unanswered',
  })
})

t.test('an answer that comes twice is not the answer to the next request', async (t) => {
  const first = order(customerId)
  const second = order(customerId)
  next({ kind: 'answerTwice' })
  taken(await provider.payments.create(first))
  const outcome = await provider.payments.create(second)
  if (outcome.kind === 'succeeded') t.equal(outcome.value.paymentId, second.paymentId)
  else t.equal(outcome.kind, 'unknown')
  t.equal(kept(first.paymentId), 1)
  t.ok(kept(second.paymentId) <= 1)
})

t.test('what is said to be done, and is not', async (t) => {
  const held = taken(await provider.payments.create(order(customerId, { capture: 'MANUAL' })))
  next({ kind: 'forget' }, 'payment_intents.capture')
  const key = randomUUID()
  const capture = { key, id: held.id, amount: usd(100) }
  t.equal((await provider.payments.capture(capture)).kind, 'succeeded', 'nobody can tell yet')
  t.equal(seen(await provider.payments.get(held.id)).state, 'REQUIRES_CAPTURE')
  taken(await provider.payments.capture(capture))
  t.equal(seen(await provider.payments.get(held.id)).state, 'SUCCEEDED')
  next({ kind: 'forget' })
  const forgotten = taken(await provider.payments.create(order(customerId)))
  t.same(await provider.payments.get(forgotten.id), { kind: 'absent' })
  const another = taken(await provider.payments.create(order(customerId)))
  t.not(another.id, forgotten.id, 'an id that was told is never given again')
})

t.test('a reader that lags behind', async (t) => {
  const held = taken(await provider.payments.create(order(customerId, { capture: 'MANUAL' })))
  taken(await provider.payments.capture({ key: randomUUID(), id: held.id, amount: usd(100) }))
  next({ kind: 'stale' }, 'payment_intents.get')
  t.equal(seen(await provider.payments.get(held.id)).state, 'REQUIRES_CAPTURE')
  t.equal(seen(await provider.payments.get(held.id)).state, 'SUCCEEDED')
})

t.test('cards that behave otherwise than they would', async (t) => {
  next({ kind: 'manner', manner: { decline: 'do_not_honor' } })
  t.match(await provider.payments.create(order(customerId)), {
    kind: 'declined',
    decline: { code: 'CARD_DECLINED', providerCode: 'do_not_honor' },
  })
  next({ kind: 'manner', manner: { requireAction: true } })
  t.equal((await provider.payments.create(order(customerId))).kind, 'requiresAction')
  next({ kind: 'manner', manner: { processing: true } })
  t.equal((await provider.payments.create(order(customerId))).kind, 'pending')
  next({ kind: 'manner', manner: { dispute: true } })
  const paid = taken(await provider.payments.create(order(customerId)))
  t.equal(seen(await provider.disputes.list(paid.id)).length, 1)
})

t.test('lost answers of every other change', async (t) => {
  const lose = (on: string) =>
    stage.fault({ at: 'request', on, times: 2, fault: { kind: 'loseReply' } })
  const paid = taken(await provider.payments.create(order(customerId)))
  const refundId = randomUUID()
  const { id: providerPaymentId, paymentId = '' } = paid
  const refund = { key: refundId, refundId, paymentId, providerPaymentId, amount: usd(2500) }
  lose('refunds.create')
  t.equal((await provider.refunds.create(refund)).kind, 'unknown')
  const found = seen(await provider.refunds.find({ refundId, providerPaymentId }))
  t.equal(taken(await provider.refunds.create(refund)).id, found.id)

  const organisation = randomUUID()
  lose('accounts.create')
  const account = { key: randomUUID(), organisation, country: 'DE' }
  t.equal((await provider.accounts.create(account)).kind, 'unknown')
  const accountId = seen(await provider.accounts.find({ organisation, since: long })).id
  await stage.deed(accountId, 'onboard', { agreed: true })
  taken(await provider.payments.create(order(customerId)))
  const transferId = randomUUID()
  const transfer = { key: transferId, transferId, accountId, amount: usd(500) }
  lose('transfers.create')
  t.equal((await provider.transfers.create(transfer)).kind, 'unknown')
  const sent = seen(await provider.transfers.find({ transferId, accountId, since: long }))
  t.equal(taken(await provider.transfers.create(transfer)).id, sent.id)

  const payoutId = randomUUID()
  const payout = { key: payoutId, payoutId, accountId, amount: usd(500) }
  lose('payouts.create')
  t.equal((await provider.payouts.create(payout)).kind, 'unknown')
  seen(await provider.payouts.find({ payoutId, accountId, since: long }))
  t.equal((await provider.payouts.create(payout)).kind, 'pending')
  const other = { ...payout, key: randomUUID(), payoutId: randomUUID() }
  t.match(await provider.payouts.create(other), { refusal: { code: 'BALANCE_INSUFFICIENT' } })
})
