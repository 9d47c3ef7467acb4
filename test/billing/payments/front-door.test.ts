import { randomUUID } from 'node:crypto'
import t from 'tap'
import { registerDevice } from '../../../ops/client/register-device.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { ideal } from '../../../ops/demo/devices.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { eventually } from '../../servers/eventually.ts'
import { cardsOn, usd } from './world.ts'

t.setTimeout(240_000)
const stage = await setStage(() => undefined)
t.teardown(stage.clear)
const { http, graphql, outbox } = stage
const operator = await makeOperator(stage.hub, http)
const carl = await signUp(http, outbox, 'carl', 'consumer')
const stranger = await signUp(http, outbox, 'steve', 'consumer')
const cards = cardsOn(stage, carl.token)
const asOperator = cardsOn(stage, operator.token)
const topUps = `/v1/wallets/${carl.organisationId}/top-ups`

const card = await cards.saveCard('pm_card_visa')
const methodId = String(card['methodId'])

t.test('a saved card is what a person recognises it by', async (t) => {
  t.match(card, { brand: 'visa', last4: '4242', isDefault: true })
  t.notOk('reference' in card)
  const { paymentMethods } = await eventually(async () => {
    const seen = await graphql<{ paymentMethods: { methodId: string }[] }>(
      '{ paymentMethods { methodId brand last4 expiryMonth expiryYear isDefault } }',
      {},
      carl.token,
    )
    return seen.paymentMethods.length === 1 ? seen : undefined
  })
  t.match(paymentMethods, [{ methodId, last4: '4242', isDefault: true }])
  const refused = cards.send('POST', '/v1/payment-method-setups', {
    providerMethodId: 'pm_card_visa_chargeDeclined',
  })
  t.equal(await cards.refusal(refused), 'PAYMENT_METHOD_REFUSED')
})

t.test('a top-up sent twice under its key is one top-up', async (t) => {
  const key = randomUUID()
  const first = await cards.send('POST', topUps, { amount: usd('5000') }, key)
  const again = await cards.send('POST', topUps, { amount: usd('5000') }, key)
  t.equal(first['paymentId'], again['paymentId'])
  const paymentId = String(first['paymentId'])
  await cards.becomes(paymentId, 'SUCCEEDED')
  await cards.has('5000')
  t.equal(
    await cards.refusal(cards.send('POST', topUps, { amount: usd('1') }, key)),
    'IDEMPOTENCY_KEY_REUSED',
  )
  const theirs = http.get(`/v1/payments/${paymentId}`, { token: stranger.token })
  t.equal(await cards.refusal(theirs), 'NOT_FOUND')
  const cancel = cards.send('POST', `/v1/payments/${paymentId}/cancel`)
  t.equal(await cards.refusal(cancel), 'ILLEGAL_PAYMENT_TRANSITION')

  const refunds = `/v1/payments/${paymentId}/refunds`
  const tooMuch = asOperator.send('POST', refunds, { amount: '5001', reason: 'no' })
  t.equal(await cards.refusal(tooMuch), 'REFUND_ABOVE_CAPTURE')
  await asOperator.send('POST', refunds, { amount: '2000', reason: 'unhappy' })
  await cards.has('3000')
  const { refunds: seen } = await eventually(async () => {
    const now = await cards.payment(paymentId)
    return JSON.stringify(now['refunds']).includes('SUCCEEDED') ? now : undefined
  })
  t.match(seen, [{ status: 'SUCCEEDED', amount: usd('2000') }])
})

t.test('a card that says no is followed by one that does not', async (t) => {
  const bad = await cards.saveCard('pm_card_chargeCustomerFail')
  const asked = await cards.send('POST', topUps, {
    amount: usd('1000'),
    methodId: bad['methodId'],
  })
  const paymentId = String(asked['paymentId'])
  const declined = await eventually(async () => {
    const now = await cards.payment(paymentId)
    return now['status'] === 'REQUIRES_PAYMENT_METHOD' ? now : undefined
  })
  t.match(declined['attempts'], [{ declined: 'generic_decline' }])
  await cards.send('POST', `/v1/payments/${paymentId}/confirm`, { methodId })
  await cards.becomes(paymentId, 'SUCCEEDED')
  await cards.has('4000')
  await cards.send('DELETE', `/v1/payment-methods/${String(bad['methodId'])}`)
  const gone = cards.send('POST', topUps, { amount: usd('1000'), methodId: bad['methodId'] })
  t.equal(await cards.refusal(gone), 'NOT_FOUND')
})

t.test('who is asked by their bank comes back, and is credited once', async (t) => {
  const agrees = (id: string) =>
    cards.control('POST', `objects/${id}/authenticate`, { agreed: true })
  const setup = await cards.send('POST', '/v1/payment-method-setups', {
    providerMethodId: 'pm_card_authenticationRequired',
  })
  const setupId = String(setup['setupId'])
  t.equal(setup['status'], 'REQUIRES_ACTION')
  const early = cards.send('POST', '/v1/payment-methods', { setupId })
  t.equal(await cards.refusal(early), 'ILLEGAL_PAYMENT_TRANSITION')
  await agrees(setupId)
  const { methodId } = await cards.send('POST', '/v1/payment-methods', { setupId })
  const asked = await cards.send('POST', topUps, { amount: usd('700'), methodId })
  const paymentId = String(asked['paymentId'])
  await cards.becomes(paymentId, 'REQUIRES_ACTION')
  const { action } = await cards.send('POST', `/v1/payments/${paymentId}/refresh`)
  const { clientSecret } = action as { readonly clientSecret: string }
  const before = Number((await cards.money()).available)
  await agrees(clientSecret.slice(0, clientSecret.indexOf('_secret')))
  // The return and the notice come side by side.
  await cards.send('POST', `/v1/payments/${paymentId}/refresh`)
  await cards.becomes(paymentId, 'SUCCEEDED')
  await cards.has(String(before + 700))
})

t.test('a job is paid by card: the maximum authorised, the actual captured', async (t) => {
  const provider = await signUp(http, outbox, 'priya', 'provider')
  const deviceId = await registerDevice(http, provider, ideal)
  const before = await cards.money()
  const { body } = await http.send(
    'POST',
    '/v1/jobs',
    {
      source:
        'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;',
      deviceId,
      shots: 1000,
      maximumCost: usd('500'),
      payWith: { paymentMethodId: methodId },
    },
    { token: carl.token, prefer: 'wait=60' },
  )
  const jobId = String(body['jobId'])
  t.equal(body['status'], 'COMPLETED')
  const paid = await eventually(async () => {
    const { payments } = await graphql<Payments>(paymentsOf, { jobId }, carl.token)
    const node = payments.edges[0]?.node
    return node?.status === 'SUCCEEDED' ? node : undefined
  })
  t.match(paid, { authorised: { amount: '500' }, captured: { amount: '12' }, findings: [] })
  t.same(await cards.money(), before, 'no credit was used')
  const refund = { amount: usd('5'), reason: 'kindness', to: 'CARD' }
  await eventually(async () =>
    (await http.get(`/v1/jobs/${jobId}`, { token: carl.token })).body['billing'] === 'SETTLED'
      ? true
      : undefined,
  )
  await asOperator.send('POST', `/v1/jobs/${jobId}/refunds`, refund)
  await eventually(async () => {
    const now = await cards.payment(paid.paymentId)
    return JSON.stringify(now['refunds']).includes('SUCCEEDED') ? true : undefined
  })
  t.same(await cards.money(), before, 'what was given back went on to the card')

  const declining = await cards.saveCard('pm_card_chargeCustomerFail')
  const failed = await http.send(
    'POST',
    '/v1/jobs',
    {
      source: 'OPENQASM 3.0; qubit q; bit c; c = measure q;',
      deviceId,
      shots: 1000,
      maximumCost: usd('500'),
      payWith: { paymentMethodId: declining['methodId'] },
    },
    { token: carl.token, prefer: 'wait=60' },
  )
  t.match(failed.body, {
    status: 'FAILED',
    failure: { code: 'PAYMENT_DECLINED', faultDomain: 'USER' },
  })
})

const paymentsOf = `query ($jobId: ID!) { payments(filter: { jobId: $jobId }) { edges { node {
  paymentId status purpose authorised { amount } captured { amount } findings
} } } }`
type Payments = {
  readonly payments: {
    readonly edges: readonly {
      readonly node: { readonly status: string; readonly paymentId: string }
    }[]
  }
}

t.test('a disputed payment is a debt of the wallet until it is won', async (t) => {
  const disputing = await cards.saveCard('pm_card_createDispute')
  const asked = await cards.send('POST', topUps, {
    amount: usd('900'),
    methodId: disputing['methodId'],
  })
  const paymentId = String(asked['paymentId'])
  const open = await eventually(async () => {
    const now = await cards.payment(paymentId)
    return JSON.stringify(now['disputes']).includes('OPEN') ? now : undefined
  })
  t.match(open, { status: 'SUCCEEDED', refundable: usd('0'), disputes: [{ status: 'OPEN' }] })
})
