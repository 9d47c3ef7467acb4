import t from 'tap'
import { balanceFromLog } from '../../ops/ledger/read-ledger.ts'
import { verifyLedger } from '../../ops/ledger/verify.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { makeOperator, signUp } from './kit/people.ts'
import { adjustment, legs } from './bad-requests/journal-world.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app, clock } = hub
const { eventStore } = hub.services
const { token } = await makeOperator(hub)
const customer = await signUp(hub, 'customer')

const enter = (more: object = {}) =>
  succeed(app, 'POST', '/v1/journal-entries', { token, body: { ...adjustment, ...more } })
const ask = (entryId: string, what: string, more: object = {}) =>
  call(app, 'POST', `/v1/journal-entries/${entryId}/${what}`, {
    token,
    body: { reason: 'As stated', ...more },
  })
const feesOf = async (point = {}): Promise<bigint | undefined> =>
  (await balanceFromLog(eventStore, point))[0]?.accounts.find(
    ({ account }) => account === 'psp_fees',
  )?.debits

t.test('an entry is in the books at once, and reversed once', async (t) => {
  const { body } = await enter({ bookedAt: '2026-10-31T23:59:59.000Z' })
  t.match(body, { status: 'POSTED', position: /^\d+$/ })
  const entryId = String(body.entryId)
  t.equal(await feesOf(), 290n)
  t.equal(await feesOf({ bookedUntil: new Date('2026-11-01T00:00:00.000Z') }), 290n)
  t.equal(await feesOf({ recordedUntil: new Date('2026-11-01T00:00:00.000Z') }), undefined)
  t.match((await ask(entryId, 'reversal')).body, { status: 'REVERSED' })
  t.match((await ask(entryId, 'reversal')).body, { code: 'ENTRY_ALREADY_REVERSED' })
  const [usd] = await balanceFromLog(eventStore, {})
  t.match(usd, { debits: 580n, credits: 580n })
  t.same(
    (await balanceFromLog(eventStore, { position: BigInt(String(body.position)) }))[0]?.debits,
    290n,
  )
})

t.test('the same request is the same entry', async (t) => {
  const key = 'fees-of-october'
  const send = (body: object) => call(app, 'POST', '/v1/journal-entries', { token, body, key })
  const first = await send(adjustment)
  t.equal(first.status, 201)
  t.same((await send(adjustment)).body, first.body)
  t.match((await send({ ...adjustment, reason: 'Other' })).body, { code: 'IDEMPOTENCY_KEY_REUSED' })
})

t.test('a pending entry moves nothing until it is posted, in part', async (t) => {
  const before = await feesOf()
  const pendingUntil = new Date(clock.now().getTime() + 3_600_000).toISOString()
  const { body } = await enter({ pendingUntil })
  t.equal(body.status, 'PENDING')
  t.equal(await feesOf(), before)
  const posted = await ask(String(body.entryId), 'posting', { legs: legs('100') })
  t.match(posted.body, { status: 'POSTED' })
  t.equal(await feesOf(), (before ?? 0n) + 100n)
  const late = String((await enter({ pendingUntil })).body.entryId)
  clock.advance(600_000)
  t.match((await ask(late, 'void')).body, { status: 'VOIDED' })
})

t.test('who is no operator adjusts nothing, and sees no entry', async (t) => {
  const refused = await call(app, 'POST', '/v1/journal-entries', {
    token: customer.token,
    body: adjustment,
  })
  t.match(refused.body, { code: 'FORBIDDEN' })
})

t.test('the checks of operators are content with the store', async (t) => {
  await succeed(app, 'POST', `/v1/wallets/${customer.organisationId}/credits`, {
    token,
    body: { amount: { amount: '500', asset: 'USD/2' }, reason: 'Welcome' },
  })
  const { findings, events } = await verifyLedger(eventStore)
  t.same(findings, [])
  t.ok(events >= 7)
})
