import { randomUUID } from 'node:crypto'
import t from 'tap'
import { signature } from '../../ops/embedded/payments/webhooks/sign.ts'
import { simulatorWebhookSecret } from '../../ops/embedded/payments/keys.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { startHub } from '../write-api/kit/hub.ts'
import { newCustomer, order, taken, usd } from './orders.ts'
import { startPaymentStage } from './stage.ts'

t.setTimeout(120_000)
const hub = await startHub()
const stage = await startPaymentStage()
t.teardown(() => Promise.all([hub.stop(), stage.close()]))
const payments = stage.another({ now: () => hub.clock.now().getTime() })
const app = await hub.open(createMemoryCache(), {}, { payments })
t.teardown(() => app.close())

const now = () => Math.floor(hub.clock.now().getTime() / 1000)

const deliver = async (body: string, header: string) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/webhooks/payments',
    headers: { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': header },
    payload: body,
  })
  const told: unknown = answer.json()
  const code = typeof told === 'object' && told !== null && 'code' in told ? told.code : undefined
  return { status: answer.statusCode, code }
}

const eventOf = (id: string, object: object, type = 'payment_intent.succeeded') =>
  JSON.stringify({
    id,
    object: 'event',
    type,
    created: now(),
    api_version: '2026-10-28.endive',
    livemode: false,
    data: { object },
  })

const stored = (id: string) => hub.services.eventStore.read(`providerNotice-${id}`)

t.test('a notice is stored once, however often it comes', async (t) => {
  const paymentId = randomUUID()
  const body = eventOf('evt_1', {
    id: 'pi_1',
    object: 'payment_intent',
    metadata: { paymentId, organisation: randomUUID() },
    client_secret: 'pi_1_secret_nobody_may_keep_this',
    receipt_email: 'ada@example.org',
  })
  const signed = signature(simulatorWebhookSecret, body, now())
  const first = await deliver(body, signed)
  t.equal(first.status, 200)
  const { length } = await stored('evt_1')
  t.equal(length, 1)
  t.equal((await deliver(body, signed)).status, 200, 'the very same again')
  hub.clock.advance(60_000)
  const anew = signature(simulatorWebhookSecret, body, now())
  const many = await Promise.all(Array.from({ length: 5 }, () => deliver(body, anew)))
  t.same(
    many.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  )
  const [event, ...more] = await stored('evt_1')
  t.same(more, [])
  t.equal(event?.type, 'ProviderNoticeReceived')
  t.match(event?.data, {
    noticeId: 'evt_1',
    paymentId,
    subject: { kind: 'PAYMENT', providerId: 'pi_1' },
  })
  t.notMatch(JSON.stringify(event?.data), /secret|ada@/, 'nothing of the object itself')
})

t.test('what the provider has not signed is refused, and nothing is stored', async (t) => {
  const body = eventOf('evt_2', { id: 'pi_2', object: 'payment_intent' })
  const good = signature(simulatorWebhookSecret, body, now())
  const invalid = { status: 400, code: 'NOTICE_SIGNATURE_INVALID' }
  t.same(await deliver(body.replace('pi_2', 'pi_3'), good), invalid, 'a changed body')
  t.same(await deliver(`${body} `, good), invalid, 'even by a space')
  t.same(await deliver(body, signature('whsec_another', body, now())), invalid, 'another secret')
  t.same(await deliver(body, ''), invalid, 'no signature')
  t.same(await deliver(body, 't=1,v1='), invalid)
  t.same(await deliver('', good), invalid, 'no body')
  t.same(await deliver(body, signature(simulatorWebhookSecret, body, now() - 301)), {
    status: 400,
    code: 'NOTICE_SIGNATURE_TOO_OLD',
  })
  for (const wrong of ['{', '[]', '{"object":"event"}', eventOf('evt 2 ', { id: 'x' })])
    t.same(await deliver(wrong, signature(simulatorWebhookSecret, wrong, now())), {
      status: 400,
      code: 'NOTICE_MALFORMED',
    })
  const huge = eventOf('evt_2', { id: 'pi_2', object: 'payment_intent', pad: 'x'.repeat(300_000) })
  t.equal((await deliver(huge, signature(simulatorWebhookSecret, huge, now()))).status, 413)
  t.same(await stored('evt_2'), [])
})

t.test("ids that are not the hub's are left out; one secret may replace another", async (t) => {
  const body = eventOf(
    'evt_4',
    { id: 're_1', object: 'refund', payment_intent: 'pi_9', metadata: { refundId: 'mine' } },
    'refund.created',
  )
  t.equal((await deliver(body, signature(simulatorWebhookSecret, body, now()))).status, 200)
  const [event] = await stored('evt_4')
  t.match(event?.data, {
    subject: { kind: 'REFUND', providerId: 're_1', providerPaymentId: 'pi_9' },
  })
  t.notOk(event !== undefined && JSON.stringify(event.data).includes('mine'))
  const both = stage.another({
    webhookSecrets: ['whsec_old', 'whsec_new'],
    now: () => hub.clock.now().getTime(),
  })
  for (const secret of ['whsec_old', 'whsec_new']) {
    const verdict = both.verifyNotice({
      body: Buffer.from(body),
      signature: signature(secret, body, now()),
    })
    t.equal(verdict.kind, 'notice', secret)
  }
})

t.test("the simulator's own notices arrive through every fault", async (t) => {
  // Its signatures bear the machine's time.
  const live = await hub.open(createMemoryCache(), {}, { payments: stage.provider })
  t.teardown(() => live.close())
  const url = await live.listen({ port: 0, host: '127.0.0.1' })
  await stage.control('PUT', 'webhook', {
    url: `${url}/v1/webhooks/payments`,
    secret: simulatorWebhookSecret,
  })
  for (const fault of [
    { kind: 'twice' },
    { kind: 'tamper' },
    { kind: 'oldSignature' },
    { kind: 'late', ms: 30 },
    { kind: 'overtaken', ms: 5_000 },
  ] as const)
    stage.fault({ at: 'notice', on: 'payment_intent.succeeded', fault })
  const customerId = await newCustomer(stage.provider)
  const ids: string[] = []
  for (let made = 0; made < 5; made += 1)
    ids.push(taken(await stage.provider.payments.create(order(customerId))).id)
  stage.fault({ at: 'notice', on: 'refund.created', fault: { kind: 'lose' } })
  const refundId = randomUUID()
  const [providerPaymentId = ''] = ids
  const refund = taken(
    await stage.provider.refunds.create({
      ...{ key: refundId, refundId, paymentId: randomUUID(), providerPaymentId },
      amount: usd(1),
    }),
  )
  const { world } = stage.running().simulator
  await stage.control('POST', 'flush')
  while (world.undelivered.size > 0) await stage.control('POST', 'flush')
  const heard = new Map<string, number>()
  for (const event of world.events.values()) heard.set(event.id, (await stored(event.id)).length)
  const lost = [...world.events.values()].filter(({ type }) => type === 'refund.created')
  t.equal(lost.length, 1)
  for (const { id, type, object } of world.events.values())
    t.equal(heard.get(id), type === 'refund.created' && object.id === refund.id ? 0 : 1, type)
})
