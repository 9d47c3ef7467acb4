import { randomUUID } from 'node:crypto'
import t from 'tap'
import { slotIdOf } from '../../commands/subscriptions/take-slot.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { subscriptionSlot } from '../../domain/subscriptions/subscription-slot.ts'
import { eventually } from '../servers/eventually.ts'
import type { Person } from '../write-api/kit/people.ts'
import { findingsIn } from './checks.ts'
import { openShop } from './shop.ts'

t.setTimeout(300_000)
const shop = await openShop()
t.teardown(() => shop.hub.stop())
const { send, pass, credit } = shop
const { appId, versionId, planId, release } = await shop.publish()
let stop = shop.run()
t.teardown(() => stop())

const subscribe = async (
  who: Person,
  plan: Parameters<typeof planId>[0],
  more: object = {},
): Promise<string> => {
  const body = { appId, planId: planId(plan), ...more }
  const { status, body: answer, text } = await send(who, 'POST', '/v1/subscriptions', body)
  if (status !== 201) throw new Error(text)
  return answer.subscriptionId as string
}
const look = async (who: Person, id: string) =>
  (await send(who, 'GET', `/v1/subscriptions/${id}`)).body as {
    readonly status: string
    readonly payment: string
    readonly period: { readonly index: number; readonly start: string; readonly end?: string }
    readonly plan: { readonly name: string }
    readonly versionId: string
    readonly changingTo?: object
  }
const becomes = (who: Person, id: string, what: (seen: Seen) => boolean): Promise<Seen> =>
  eventually(async () => {
    const seen = await look(who, id)
    return what(seen) ? seen : undefined
  }, 60_000)
type Seen = Awaited<ReturnType<typeof look>>
const isActive = ({ status, payment }: Seen): boolean => status === 'ACTIVE' && payment !== 'DUE'
const codeOf = async (...request: Parameters<typeof send>): Promise<unknown> => {
  const { status, body } = await send(...request)
  return status < 400 ? 'done' : (body as { readonly code: string }).code
}

t.test('subscribed, paid, renewed, not paid, recovered, not paid, over', async (t) => {
  const buyer = await shop.buyer('6300')
  const id = await subscribe(buyer, 'Laboratory')
  t.match(await becomes(buyer, id, isActive), { versionId, period: { index: 0 } })
  pass(31)
  t.match(
    await becomes(buyer, id, ({ period, payment }) => period.index === 1 && payment === 'PAID'),
    {
      status: 'ACTIVE',
    },
  )
  // 100 cents are left for the next month.
  pass(31)
  await becomes(buyer, id, ({ status }) => status === 'PAST_DUE')
  // Killed in the midst of it, another process takes over.
  await stop()
  stop = shop.run()
  await credit(buyer, '3000')
  t.match(await becomes(buyer, id, isActive), { period: { index: 2 } }, 'at once')
  pass(31)
  await becomes(buyer, id, ({ status }) => status === 'PAST_DUE')
  for (const days of [1, 2, 2, 2]) {
    const failures = async () =>
      (await shop.log()).filter(({ type }) => type === 'SubscriptionPaymentFailed').length
    const before = await failures()
    pass(days)
    await eventually(async () => ((await failures()) > before ? true : undefined), 60_000)
  }
  await becomes(buyer, id, ({ status }) => status === 'CANCELLED')
  t.equal(await codeOf(buyer, 'PUT', `/v1/subscriptions/${id}/pause`), 'SUBSCRIPTION_ENDED')
})

t.test('one that lives, however many ask at once; then another', async (t) => {
  const buyer = await shop.buyer('20000')
  const wish = { appId, planId: planId('Laboratory') }
  const asked = await Promise.all(
    [1, 2, 3].map(() => codeOf(buyer, 'POST', '/v1/subscriptions', wish)),
  )
  t.strictSame(asked.toSorted(), ['ALREADY_SUBSCRIBED', 'ALREADY_SUBSCRIBED', 'done'])
  const [started] = (await shop.log())
    .filter(({ type }) => type === 'SubscriptionStarted')
    .map(({ data }) => data as { readonly organisation: string; readonly subscriptionId: string })
    .filter(({ organisation }) => organisation === buyer.organisationId)
  const id = started?.subscriptionId ?? ''
  await becomes(buyer, id, isActive)
  const cancellation = `/v1/subscriptions/${id}/cancellation`
  t.equal(await codeOf(buyer, 'PUT', cancellation, { when: 'NOW' }), 'done')
  const again = await subscribe(buyer, 'Free')
  t.match(await look(buyer, again), { status: 'ACTIVE', payment: 'NONE' })
})

t.test('a trial, once; a plan on the way; nobody else’s business', async (t) => {
  const buyer = await shop.buyer('0')
  const id = await subscribe(buyer, 'Laboratory', { trial: true })
  t.match(await look(buyer, id), { status: 'TRIALING', payment: 'NONE' })
  const path = `/v1/subscriptions/${id}`
  const stranger = await shop.buyer('0')
  t.equal(await codeOf(stranger, 'GET', path), 'NOT_FOUND')
  t.equal(await codeOf(stranger, 'PUT', `${path}/cancellation`, { when: 'NOW' }), 'NOT_FOUND')
  t.equal(
    await codeOf(buyer, 'PUT', `${path}/plan`, { planId: planId('Year'), when: 'NOW' }),
    'done',
  )
  t.match(await look(buyer, id), { status: 'TRIALING', plan: { name: 'Year' } })
  t.equal(await codeOf(buyer, 'PUT', `${path}/cancellation`, { when: 'PERIOD_END' }), 'done')
  t.equal(await codeOf(buyer, 'DELETE', `${path}/cancellation`), 'done')
  t.equal(await codeOf(buyer, 'PUT', `${path}/cancellation`, { when: 'NOW' }), 'done')
  const trial = { appId, planId: planId('Laboratory'), trial: true }
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', trial), 'TRIAL_UNAVAILABLE', 'twice')
  const none = { appId, planId: planId('Free'), trial: true }
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', none), 'TRIAL_UNAVAILABLE')
  const costs = { appId, planId: planId('Laboratory') }
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', costs), 'INSUFFICIENT_FUNDS')
})

t.test('a change of plan is settled to the millisecond; a pause stops the clock', async (t) => {
  const buyer = await shop.buyer('10000')
  const id = await subscribe(buyer, 'Laboratory')
  const { period } = await becomes(buyer, id, isActive)
  const path = `/v1/subscriptions/${id}`
  pass(10)
  t.equal(
    await codeOf(buyer, 'PUT', `${path}/plan`, { planId: planId('Institute'), when: 'NOW' }),
    'done',
  )
  const changed = await becomes(buyer, id, ({ plan }) => plan.name === 'Institute')
  t.same(changed.period, period, 'the period goes on')
  t.equal(await codeOf(buyer, 'PUT', `${path}/pause`), 'done')
  pass(100)
  t.match(await look(buyer, id), { status: 'PAUSED', period: { index: 0 } })
  t.equal(
    await codeOf(buyer, 'PUT', `${path}/plan`, { planId: planId('Free'), when: 'NOW' }),
    'ILLEGAL_SUBSCRIPTION_TRANSITION',
  )
  t.equal(await codeOf(buyer, 'DELETE', `${path}/pause`), 'done')
  const scheduled = { planId: planId('Free'), when: 'PERIOD_END' }
  t.equal(await codeOf(buyer, 'PUT', `${path}/plan`, scheduled), 'done')
  t.equal(await codeOf(buyer, 'DELETE', `${path}/scheduled-plan`), 'done')
  t.equal(await codeOf(buyer, 'POST', `${path}/payments`), 'done', 'nothing is owed')
  const newer = await release('1.1.0')
  t.equal(await codeOf(buyer, 'PUT', `${path}/version`, { versionId: newer }), 'done')
  t.equal(
    await codeOf(buyer, 'PUT', `${path}/version`, { versionId }),
    'ILLEGAL_SUBSCRIPTION_TRANSITION',
  )
  t.match(await look(buyer, id), { status: 'ACTIVE', versionId: newer })
})

t.test('who saw another price buys nothing; nor does a seller of themselves', async (t) => {
  const buyer = await shop.buyer('10000')
  const wish = { appId, planId: planId('Laboratory') }
  const seen = (priceVersion: number) => ({ ...wish, priceVersion })
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', seen(2)), 'PRICE_CHANGED')
  const id = await subscribe(buyer, 'Laboratory', { priceVersion: 1 })
  await becomes(buyer, id, isActive)
  const dearer = { planId: planId('Institute'), when: 'NOW' }
  const path = `/v1/subscriptions/${id}/plan`
  t.equal(await codeOf(buyer, 'PUT', path, { ...dearer, priceVersion: 2 }), 'PRICE_CHANGED')
  t.equal(await codeOf(buyer, 'PUT', path, { ...dearer, priceVersion: 1 }), 'done')
  t.equal(await codeOf(shop.seller, 'POST', '/v1/subscriptions', wish), 'FORBIDDEN')
})

t.test('while a payment is under way some things wait', async (t) => {
  const buyer = await shop.buyer('10000')
  await stop()
  const id = await subscribe(buyer, 'Laboratory')
  t.match(await look(buyer, id), { status: 'PENDING', payment: 'DUE' })
  const path = `/v1/subscriptions/${id}`
  t.equal(await codeOf(buyer, 'PUT', `${path}/pause`), 'SUBSCRIPTION_PAYMENT_PENDING')
  stop = shop.run()
  await becomes(buyer, id, isActive)
})

t.test('a place that was taken by who never came is free again', async (t) => {
  const buyer = await shop.buyer('0')
  const { organisationId } = buyer
  const slotId = slotIdOf(organisationId, appId)
  const lost = { organisation: organisationId, appId, subscriptionId: randomUUID(), trial: false }
  await shop.tell(subscriptionSlot, slotId, { type: 'TakeSlot', slotId, ...lost })
  const wish = { appId, planId: planId('Free') }
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', wish), 'ALREADY_SUBSCRIBED', 'so soon')
  pass(1)
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', wish), 'done')
  const [first] = await shop.hub.services.eventStore.read(`subscription-${lost.subscriptionId}`)
  t.equal(first?.type, 'SubscriptionAbandoned', 'and who had it can never begin')
})

t.test('what belongs to nobody any more is not sold', async (t) => {
  const buyer = await shop.buyer('0')
  const { organisationId, userId } = shop.seller
  await shop.tell(organisation, organisationId, { type: 'ForgetMember', organisationId, userId })
  const wish = { appId, planId: planId('Free') }
  t.equal(await codeOf(buyer, 'POST', '/v1/subscriptions', wish), 'NOT_FOUND')
})

t.test('the books', async (t) => {
  const log = await shop.log()
  t.strictSame(findingsIn(log), [])
  t.equal(log.filter(({ type }) => type === 'SagaMessageParked').length, 0, 'nothing was too much')
  const halted = log
    .filter(({ type }) => type === 'SagaEnded')
    .map(({ data }) => (data as { readonly outcome: string }).outcome)
    .filter((outcome) => outcome.startsWith('HALTED'))
  t.strictSame(halted, [])
})
