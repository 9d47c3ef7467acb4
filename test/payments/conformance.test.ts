import { randomUUID } from 'node:crypto'
import t from 'tap'
import { long, newCustomer, order, seen, taken, usd } from './orders.ts'
import { startPaymentStage } from './stage.ts'

t.test('what the port promises, through the SDK', async (t) => {
  const stage = await startPaymentStage()
  t.teardown(stage.close)
  const { provider } = stage
  const customerId = await newCustomer(provider)

  t.test('customers are found by their organisation', async (t) => {
    const organisation = randomUUID()
    const key = randomUUID()
    const made = taken(await provider.customers.create({ key, organisation }))
    const again = taken(await provider.customers.create({ key, organisation }))
    t.equal(again.id, made.id, 'the same key makes the same customer')
    t.same(await provider.customers.create({ key, organisation: randomUUID() }), {
      kind: 'didNotHappen',
      refusal: {
        code: 'KEY_REUSED',
        detail:
          'Keys for idempotent requests can only be used with the same parameters they were first used with.',
        retriable: false,
      },
    })
    t.same(seen(await provider.customers.find({ organisation, since: long })), made)
    const nobody = await provider.customers.find({ organisation: randomUUID(), since: long })
    t.same(nobody, { kind: 'absent' })
  })

  t.test('cards are saved, listed and let go', async (t) => {
    const own = await newCustomer(provider)
    const method = taken(
      await provider.methods.attach({
        key: randomUUID(),
        customerId: own,
        methodId: 'pm_card_visa',
      }),
    )
    t.match(method, { customerId: own, brand: 'visa', last4: '4242', expiryMonth: 12 })
    t.same(seen(await provider.methods.list(own)), [method])
    t.same(seen(await provider.methods.get(method.id)), method)
    taken(await provider.methods.detach({ key: randomUUID(), methodId: method.id }))
    t.same(seen(await provider.methods.list(own)), [])
    t.match(
      await provider.methods.attach({
        key: randomUUID(),
        customerId: own,
        methodId: 'pm_card_chargeDeclined',
      }),
      { kind: 'declined', decline: { code: 'CARD_DECLINED', providerCode: 'generic_decline' } },
    )
    t.same(await provider.methods.get('pm_nothing'), { kind: 'absent' })
  })

  t.test('a card is set up for payments without its owner', async (t) => {
    const own = await newCustomer(provider)
    const asked = await provider.methods.setUp({
      key: randomUUID(),
      customerId: own,
      methodId: 'pm_card_authenticationRequiredOnSetup',
      returnUrl: 'https://hub.example/back',
    })
    if (asked.kind !== 'requiresAction') return void t.fail(JSON.stringify(asked))
    t.ok(asked.value.clientSecret)
    await stage.deed(asked.value.id, 'authenticate', { agreed: true })
    const done = seen(await provider.methods.getSetup(asked.value.id))
    t.equal(done.state, 'SUCCEEDED')
    const methodId = done.methodId ?? ''
    const paid = await provider.payments.create(order(own, { methodId, offSession: true }))
    t.equal(paid.kind, 'succeeded', 'off session, as was agreed')
    const blank = await provider.methods.setUp({ key: randomUUID(), customerId: own })
    t.match(blank, { kind: 'requiresAction', value: { state: 'REQUIRES_PAYMENT_METHOD' } })
  })

  t.test("a payment is taken at once, and found by the hub's id", async (t) => {
    const wanted = order(customerId)
    const payment = taken(await provider.payments.create(wanted))
    t.match(payment, {
      paymentId: wanted.paymentId,
      organisation: wanted.organisation,
      state: 'SUCCEEDED',
      rawState: 'succeeded',
      capture: 'AUTOMATIC',
      amount: usd(2500),
      captured: usd(2500),
      fee: usd(103),
      customerId,
    })
    t.same(taken(await provider.payments.create(wanted)), payment, 'the same key, the same answer')
    t.same(seen(await provider.payments.get(payment.id)), payment)
    const { paymentId } = wanted
    t.same(seen(await provider.payments.find({ paymentId, since: long })), payment)
    t.same(seen(await provider.payments.find({ paymentId, customerId, since: long })), payment)
    const none = await provider.payments.find({ paymentId: randomUUID(), customerId, since: long })
    t.same(none, { kind: 'absent' })
    t.same(await provider.payments.get('pi_nothing'), { kind: 'absent' })
  })

  t.test('an authorisation is captured in part, once', async (t) => {
    const held = taken(await provider.payments.create(order(customerId, { capture: 'MANUAL' })))
    t.match(held, { state: 'REQUIRES_CAPTURE', capturable: usd(2500), captured: usd(0) })
    t.ok(held.captureBefore !== undefined && held.captureBefore > held.createdAt)
    const { id } = held
    t.match(await provider.payments.capture({ key: randomUUID(), id, amount: usd(2501) }), {
      kind: 'didNotHappen',
      refusal: { code: 'AMOUNT_TOO_LARGE' },
    })
    const key = randomUUID()
    const captured = taken(await provider.payments.capture({ key, id, amount: usd(700) }))
    t.match(captured, { state: 'SUCCEEDED', capturable: usd(0), captured: usd(700) })
    t.same(taken(await provider.payments.capture({ key, id, amount: usd(700) })), captured)
    t.match(await provider.payments.capture({ key: randomUUID(), id, amount: usd(1) }), {
      kind: 'didNotHappen',
      refusal: { code: 'STATE_CONFLICT' },
    })
    t.match(await provider.payments.cancel({ key: randomUUID(), id }), {
      kind: 'didNotHappen',
      refusal: { code: 'STATE_CONFLICT' },
    })
  })

  t.test('an authorisation is let go, by the hub or by time', async (t) => {
    const first = taken(await provider.payments.create(order(customerId, { capture: 'MANUAL' })))
    const gone = taken(await provider.payments.cancel({ key: randomUUID(), id: first.id }))
    t.match(gone, { state: 'CANCELLED', capturable: usd(0) })
    const second = taken(await provider.payments.create(order(customerId, { capture: 'MANUAL' })))
    await stage.control('POST', 'clock', { seconds: 7 * 86_400 })
    t.match(seen(await provider.payments.get(second.id)), {
      state: 'CANCELLED',
      cancellationReason: 'automatic',
    })
    const late = { key: randomUUID(), id: second.id, amount: usd(1) }
    t.match(await provider.payments.capture(late), { refusal: { code: 'STATE_CONFLICT' } })
  })

  t.test("declines, in the hub's words", async (t) => {
    for (const [methodId, code, providerCode] of [
      ['pm_card_visa_chargeDeclined', 'CARD_DECLINED', 'generic_decline'],
      ['pm_card_visa_chargeDeclinedInsufficientFunds', 'INSUFFICIENT_FUNDS', 'insufficient_funds'],
      ['pm_card_visa_chargeDeclinedStolenCard', 'FRAUD_SUSPECTED', 'stolen_card'],
      ['pm_card_chargeDeclinedExpiredCard', 'CARD_EXPIRED', 'expired_card'],
      ['pm_card_chargeDeclinedIncorrectCvc', 'DETAILS_WRONG', 'incorrect_cvc'],
      ['pm_card_chargeDeclinedProcessingError', 'PROCESSING_FAILED', 'processing_error'],
      ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'LIMIT_EXCEEDED', undefined],
    ] as const) {
      const wanted = order(customerId, { methodId })
      const outcome = await provider.payments.create(wanted)
      t.match(outcome, { kind: 'declined', decline: { code } }, methodId)
      if (outcome.kind !== 'declined') continue
      if (providerCode !== undefined) t.equal(outcome.decline.providerCode, providerCode)
      t.equal(outcome.value?.paymentId, wanted.paymentId, 'the attempt left a trace')
      t.same(await provider.payments.create(wanted), outcome, 'the same key, the same decline')
    }
    const declined = await provider.payments.create(
      order(customerId, { methodId: 'pm_card_visa_chargeDeclined' }),
    )
    if (declined.kind !== 'declined') return void t.fail('it was not declined')
    const other = { key: randomUUID(), id: declined.value?.id ?? '', offSession: false }
    const paid = await provider.payments.confirm({ ...other, methodId: 'pm_card_mastercard' })
    t.match(paid, { kind: 'succeeded', value: { captured: usd(2500) } }, 'with another card')
  })

  t.test('a bank wants to hear the customer', async (t) => {
    const methodId = 'pm_card_authenticationRequired'
    const asked = await provider.payments.create(
      order(customerId, { methodId, returnUrl: 'https://hub.example/back' }),
    )
    if (asked.kind !== 'requiresAction') return void t.fail(JSON.stringify(asked))
    t.match(asked.value.action, { clientSecret: /_secret_/, url: /_simulator\/pages/ })
    await stage.deed(asked.value.id, 'authenticate', { agreed: true })
    t.equal(seen(await provider.payments.get(asked.value.id)).state, 'SUCCEEDED')
    const refused = await provider.payments.create(order(customerId, { methodId }))
    if (refused.kind !== 'requiresAction') return void t.fail(JSON.stringify(refused))
    await stage.deed(refused.value.id, 'authenticate', { agreed: false })
    t.match(seen(await provider.payments.get(refused.value.id)), {
      state: 'REQUIRES_PAYMENT_METHOD',
      failure: { code: 'payment_intent_authentication_failure' },
    })
    t.match(await provider.payments.create(order(customerId, { methodId, offSession: true })), {
      kind: 'declined',
      decline: { code: 'AUTHENTICATION_REQUIRED' },
    })
  })

  t.test('a bank that takes its time', async (t) => {
    const pending = await provider.payments.create(
      order(customerId, { methodId: 'pm_card_processing' }),
    )
    if (pending.kind !== 'pending') return void t.fail(JSON.stringify(pending))
    t.equal(pending.value.state, 'PROCESSING')
    await stage.deed(pending.value.id, 'answer', { agreed: true })
    t.equal(seen(await provider.payments.get(pending.value.id)).state, 'SUCCEEDED')
  })

  t.test('refunds never exceed what was captured', async (t) => {
    const paid = taken(await provider.payments.create(order(customerId)))
    const { id: providerPaymentId, paymentId = '' } = paid
    const refund = (amount: number, refundId = randomUUID()) => ({
      key: refundId,
      refundId,
      paymentId,
      providerPaymentId,
      amount: usd(amount),
    })
    const first = refund(1000)
    const done = taken(await provider.refunds.create(first))
    t.match(done, { state: 'SUCCEEDED', amount: usd(1000), paymentId, refundId: first.refundId })
    t.same(taken(await provider.refunds.create(first)), done, 'once for its key')
    t.match(await provider.refunds.create(refund(1501)), {
      kind: 'didNotHappen',
      refusal: { code: 'AMOUNT_TOO_LARGE' },
    })
    const second = taken(await provider.refunds.create(refund(1500)))
    t.match(await provider.refunds.create(refund(1)), { refusal: { code: 'AMOUNT_TOO_LARGE' } })
    t.same(seen(await provider.refunds.list(providerPaymentId)), [second, done])
    t.same(seen(await provider.refunds.get(done.id)), done)
    const { refundId } = first
    t.same(seen(await provider.refunds.find({ refundId, providerPaymentId })), done)
  })

  t.test('refunds that fail, and that take time', async (t) => {
    const refunded = async (methodId: string) => {
      const paid = taken(await provider.payments.create(order(customerId, { methodId })))
      const refundId = randomUUID()
      const { id: providerPaymentId, paymentId = '' } = paid
      const asked = { key: refundId, refundId, paymentId, providerPaymentId, amount: usd(500) }
      return provider.refunds.create(asked)
    }
    const failing = await refunded('pm_card_refundFail')
    if (failing.kind !== 'succeeded') return void t.fail(JSON.stringify(failing))
    t.match(seen(await provider.refunds.get(failing.value.id)), {
      state: 'FAILED',
      failureReason: 'expired_or_canceled_card',
    })
    const slow = await refunded('pm_card_pendingRefund')
    if (slow.kind !== 'pending') return void t.fail(JSON.stringify(slow))
    await stage.deed(slow.value.id, 'refund', { agreed: true })
    t.equal(seen(await provider.refunds.get(slow.value.id)).state, 'SUCCEEDED')
  })

  t.test('disputes', async (t) => {
    const methodId = 'pm_card_createDispute'
    const paid = taken(await provider.payments.create(order(customerId, { methodId })))
    const [dispute] = seen(await provider.disputes.list(paid.id))
    if (dispute === undefined) return void t.fail('no dispute')
    t.match(dispute, { state: 'OPEN', amount: usd(2500), providerPaymentId: paid.id })
    await stage.deed(dispute.id, 'decide', { agreed: true })
    t.equal(seen(await provider.disputes.get(dispute.id)).state, 'WON')
    t.same(await provider.disputes.get('du_nothing'), { kind: 'absent' })
  })

  t.test('sellers: account, transfer, reversal, payout', async (t) => {
    const organisation = randomUUID()
    const account = taken(
      await provider.accounts.create({ key: randomUUID(), organisation, country: 'DE' }),
    )
    t.match(account, { organisation, payoutsEnabled: false, detailsSubmitted: false })
    const accountId = account.id
    const transferId = randomUUID()
    const transfer = { key: transferId, transferId, accountId, amount: usd(1200) }
    t.match(await provider.transfers.create({ ...transfer, key: randomUUID() }), {
      refusal: { code: 'STATE_CONFLICT' },
    })
    const link = taken(
      await provider.accounts.onboardingLink({
        accountId,
        returnUrl: 'https://hub.example/done',
        refreshUrl: 'https://hub.example/again',
      }),
    )
    t.match(link.url, accountId)
    await fetch(link.url, { method: 'POST', redirect: 'manual' })
    t.match(seen(await provider.accounts.get(accountId)), { payoutsEnabled: true })
    t.equal(seen(await provider.accounts.find({ organisation, since: long })).id, accountId)
    const sent = taken(await provider.transfers.create(transfer))
    t.match(sent, { transferId, accountId, amount: usd(1200), reversed: usd(0) })
    t.same(taken(await provider.transfers.create(transfer)), sent)
    t.same(seen(await provider.transfers.find({ transferId, accountId, since: long })), sent)
    t.match(
      await provider.transfers.create({ ...transfer, key: randomUUID(), amount: usd(99_999_999) }),
      {
        kind: 'didNotHappen',
        refusal: { code: 'BALANCE_INSUFFICIENT' },
      },
    )
    const reversalId = randomUUID()
    const back = { key: reversalId, reversalId, providerTransferId: sent.id, amount: usd(200) }
    const reversal = taken(await provider.transfers.reverse(back))
    const { providerTransferId } = back
    t.same(
      seen(await provider.transfers.findReversal({ reversalId, providerTransferId })),
      reversal,
    )
    t.match(seen(await provider.transfers.get(sent.id)), { reversed: usd(200) })

    const payout = (amount: number, payoutId = randomUUID()) => ({
      key: payoutId,
      payoutId,
      accountId,
      amount: usd(amount),
    })
    t.match(await provider.payouts.create(payout(1001)), {
      refusal: { code: 'BALANCE_INSUFFICIENT' },
    })
    const first = payout(400)
    const pending = await provider.payouts.create(first)
    if (pending.kind !== 'pending') return void t.fail(JSON.stringify(pending))
    await stage.deed(pending.value.id, 'settle')
    t.equal(seen(await provider.payouts.get({ accountId, id: pending.value.id })).state, 'PAID')
    const { payoutId } = first
    t.equal(seen(await provider.payouts.find({ payoutId, accountId, since: long })).state, 'PAID')
    const second = await provider.payouts.create(payout(600))
    if (second.kind !== 'pending') return void t.fail(JSON.stringify(second))
    await stage.deed(second.value.id, 'payouts', { failure: 'account_closed' })
    await stage.deed(second.value.id, 'settle')
    t.match(seen(await provider.payouts.get({ accountId, id: second.value.id })), {
      state: 'FAILED',
      failureCode: 'account_closed',
    })
    t.equal((await provider.payouts.create(payout(600))).kind, 'pending', 'the money came back')
  })

  t.test('listings reach back over many pages', async (t) => {
    const own = await newCustomer(provider)
    for (let made = 0; made < 105; made += 1) taken(await provider.payments.create(order(own)))
    const mine: string[] = []
    for await (const payment of provider.payments.listSince({ since: long }))
      if (payment.customerId === own) mine.push(payment.id)
    t.equal(new Set(mine).size, 105)
    const refunds = []
    for await (const refund of provider.refunds.listSince({ since: long })) refunds.push(refund)
    t.ok(refunds.length >= 4)
    const none = []
    for await (const one of provider.transfers.listSince({ since: '2100-01-01T00:00:00.000Z' }))
      none.push(one)
    t.same(none, [])
  })

  t.test('amounts that the provider cannot take are not asked for', async (t) => {
    for (const amount of [
      { amount: '1', asset: 'QVT/18' },
      { amount: '100', asset: 'USD/3' },
      { amount: '0', asset: 'USD/2' },
      { amount: '100000000', asset: 'USD/2' },
      { amount: '1', asset: 'BHD/3' },
    ])
      t.match(await provider.payments.create(order(customerId, { amount })), {
        kind: 'didNotHappen',
        refusal: { code: 'CURRENCY_UNSUPPORTED' },
      })
    const yen = { amount: '500', asset: 'JPY/0' }
    t.match(taken(await provider.payments.create(order(customerId, { amount: yen }))), {
      captured: yen,
    })
  })

  t.test('a wrong key opens nothing', async (t) => {
    const stranger = stage.another({ secretKey: 'sk_test_other' })
    t.match(await stranger.payments.create(order(customerId)), {
      kind: 'didNotHappen',
      refusal: { code: 'NOT_AUTHORISED' },
    })
    t.match(await stranger.payments.get('pi_1'), { kind: 'unanswered' })
  })

  t.test('it is all there after a restart', async (t) => {
    const wanted = order(customerId)
    const before = taken(await provider.payments.create(wanted))
    await stage.restart()
    t.same(taken(await provider.payments.create(wanted)), before)
    t.same(seen(await provider.payments.get(before.id)), before)
  })
})
