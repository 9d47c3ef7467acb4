import t from 'tap'
import {
  grantExpiry,
  performGrantExpiryEffects,
} from '../../../sagas/billing/wallet/grant-expiry.ts'
import { holdExpiry, performHoldExpiryEffects } from '../../../sagas/billing/wallet/hold-expiry.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { getById } from '../../../domain/shared/id-map.ts'
import { load } from '../../../commands/shared/load.ts'
import { eventually } from '../../servers/eventually.ts'
import { openShop } from '../../subscriptions/shop.ts'
import { bell, offer } from '../../write-api/kit/market.ts'
import { signUp, type Person } from '../../write-api/kit/people.ts'

t.setTimeout(300_000)
const shop = await openShop([
  register(grantExpiry, performGrantExpiryEffects),
  register(holdExpiry, performHoldExpiryEffects),
])
t.teardown(() => shop.hub.stop())
const { hub, operator, send } = shop
const stop = shop.run()
t.teardown(() => stop())

const usd = (amount: string) => ({ amount, asset: 'USD/2' })
const walletOf = ({ organisationId }: Person): string => walletIdOf(organisationId, 'USD/2')
const { eventStore, foldCache } = hub.services
const stateOf = async (who: Person) =>
  (await load(eventStore, foldCache, wallet, walletOf(who))).state

const grant = async (to: Person, more: object = {}): Promise<string> => {
  const { status, body, text } = await send(
    operator,
    'POST',
    `/v1/wallets/${to.organisationId}/grants`,
    { amount: usd('1000'), category: 'PROMOTIONAL', reason: 'test', ...more },
  )
  if (status !== 201) throw new Error(text)
  return body.grantId as string
}
const inDays = (days: number): string =>
  new Date(hub.clock.now().getTime() + days * 86_400_000).toISOString()
const codeOf = async (...request: Parameters<typeof send>): Promise<unknown> => {
  const { status, body } = await send(...request)
  return status < 400 ? 'done' : (body as { readonly code: string }).code
}

t.test('a grant is given, ends by itself, and is not voided after that', async (t) => {
  const buyer = await shop.buyer('0')
  const grantId = await grant(buyer, { expiresAt: inDays(10) })
  const lasting = await grant(buyer)
  t.equal((await stateOf(buyer)).available, 2_000n)
  shop.pass(11)
  await eventually(async () => {
    const { grants } = await stateOf(buyer)
    return getById(grants, grantId)?.status === 'EXPIRED' ? true : undefined
  }, 60_000)
  t.equal((await stateOf(buyer)).available, 1_000n)
  const voiding = (id: string) =>
    codeOf(operator, 'POST', `/v1/wallets/${walletOf(buyer)}/grants/${id}/void`, { reason: 'test' })
  t.equal(await voiding(grantId), 'ALREADY_RESOLVED')
  t.equal(await voiding(lasting), 'done')
  t.equal((await stateOf(buyer)).available, 0n)
})

t.test('a credit is reversed once', async (t) => {
  const buyer = await shop.buyer('500')
  const [credited] = (await shop.log())
    .filter(
      ({ type, stream }) => type === 'WalletCredited' && stream.includes(buyer.organisationId),
    )
    .map(({ data }) => data as { readonly transactionId: string })
  const path = `/v1/wallets/${walletOf(buyer)}/credits/${credited?.transactionId ?? ''}/reversal`
  t.equal(await codeOf(operator, 'POST', path, { reason: 'test' }), 'done')
  t.equal(await codeOf(operator, 'POST', path, { reason: 'test' }), 'ALREADY_REVERSED')
  t.equal((await stateOf(buyer)).available, 0n)
})

t.test('a limit is set by who decides, and refuses a job before it is taken', async (t) => {
  const buyer = await shop.buyer('10000')
  const limits = `/v1/wallets/${walletOf(buyer)}/limits`
  const stranger = await shop.buyer('0')
  const daily = { scope: 'ORGANISATION', window: 'DAY', amount: '10' }
  t.equal(await codeOf(stranger, 'POST', limits, daily), 'NOT_FOUND')
  const set = await send(buyer, 'POST', limits, daily)
  t.equal(set.status, 201)
  t.equal(await codeOf(buyer, 'POST', limits, daily), 'ALREADY_EXISTS')
  const provider = await signUp(hub, 'provider', ['provider'])
  const deviceId = await offer(hub, provider, {}, 'ONLINE')
  const job = { source: bell, deviceId, shots: 100 }
  t.equal(await codeOf(buyer, 'POST', '/v1/jobs', job), 'SPENDING_LIMIT_EXCEEDED')
  const limit = `${limits}/${String(set.body.limitId)}`
  t.equal(await codeOf(buyer, 'PUT', limit, { amount: '1000' }), 'done')
  t.equal(await codeOf(buyer, 'POST', '/v1/jobs', job), 'done')
  t.equal(await codeOf(buyer, 'DELETE', limit), 'done')
  t.equal(await codeOf(buyer, 'PUT', limit, { amount: '1000' }), 'NOT_FOUND')
})

t.test('credit for one device pays there alone', async (t) => {
  const provider = await signUp(hub, 'provider', ['provider'])
  const [here, there] = [
    await offer(hub, provider, {}, 'ONLINE'),
    await offer(hub, provider, {}, 'ONLINE'),
  ]
  const buyer = await shop.buyer('0')
  await grant(buyer, { applicability: { deviceIds: [here] } })
  const job = (deviceId: string) =>
    codeOf(buyer, 'POST', '/v1/jobs', { source: bell, deviceId, shots: 100 })
  t.equal(await job(there), 'INSUFFICIENT_FUNDS')
  t.equal(await job(here), 'done')
})

t.test('a top-up by itself needs a card of the organisation', async (t) => {
  const buyer = await shop.buyer('100')
  const path = `/v1/wallets/${walletOf(buyer)}/auto-top-up`
  const terms = {
    threshold: '50',
    topUp: '100',
    monthlyCap: '1000',
    methodId: buyer.organisationId,
  }
  t.equal(await codeOf(buyer, 'PUT', path, terms), 'NOT_FOUND')
  t.equal(await codeOf(buyer, 'DELETE', path), 'done')
})
