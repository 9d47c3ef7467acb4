import t from 'tap'
import { balances } from '../../../ops/faults/checks/money/balances.ts'
import { once } from '../../../ops/faults/checks/money/once.ts'
import { transactions } from '../../../ops/faults/checks/money/transactions.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { openPayeeWorld } from './world.ts'

t.setTimeout(120_000)
const world = await openPayeeWorld()
t.teardown(() => world.close())
const { command, payoutIs, balance, stage, pass } = world
await world.fund(1_000_000)

const payOut = async (organisation: string, amount?: number): Promise<string> => {
  const payoutId = newId()
  await command(organisation, {
    type: 'RequestPayout',
    ...{ payoutId, asset: 'USD/2' },
    ...(amount === undefined ? {} : { amount: BigInt(amount) }),
  })
  return payoutId
}
const ended = (payoutId: string) =>
  world
    .log()
    .then((log) =>
      log.filter(
        ({ stream, type }) => stream === `payeePayout-${payoutId}` && type === 'SagaEnded',
      ),
    )
/** What the provider has of one payee: money sent to the account, and from there to the bank. */
const atProvider = async (accountId: string) => {
  const { objects } = (await stage.control('GET', 'books')) as { objects: Movement[] }
  const of = (kind: string) => objects.filter(({ object }) => object === kind)
  const transfers = of('transfer').filter(({ destination }) => destination === accountId)
  return {
    transferred: transfers.reduce((sum, { amount }) => sum + amount, 0),
    reversed: transfers.reduce((sum, { amount_reversed: back = 0 }) => sum + back, 0),
    transfers: transfers.length,
  }
}
type Movement = {
  readonly object: string
  readonly amount: number
  readonly destination?: string
  readonly amount_reversed?: number
}

t.test('to the bank, and watched until it is there', async (t) => {
  const { organisation, accountId } = await world.activeSeller(5_000)
  const payoutId = await payOut(organisation, 3_000)
  await payoutIs(organisation, payoutId, 'SENT')
  t.equal(await balance(organisation), 2_000n)
  await pass(86_400)
  await payoutIs(organisation, payoutId, 'PAID')
  t.same(await atProvider(accountId), { transferred: 3_000, reversed: 0, transfers: 1 })
})

t.test('a bank that will not have it: fetched back, then on the balance, once', async (t) => {
  const { organisation, accountId } = await world.activeSeller(5_000)
  await stage.deed(accountId, 'payouts', { failure: 'account_closed' })
  const payoutId = await payOut(organisation)
  await payoutIs(organisation, payoutId, 'SENT')
  await pass(86_400)
  await payoutIs(organisation, payoutId, 'FAILED')
  t.equal(await balance(organisation), 5_000n)
  t.same(await atProvider(accountId), { transferred: 5_000, reversed: 5_000, transfers: 1 })
})

t.test('a lost reply is asked about; nothing is sent twice', async (t) => {
  for (const on of ['transfers.create', 'payouts.create'] as const)
    for (const fault of ['drop', 'loseReply', 'failAfter'] as const) {
      const { organisation, accountId } = await world.activeSeller(4_000)
      stage.fault({ at: 'request', on, fault: { kind: fault } })
      const payoutId = await payOut(organisation)
      for (let tries = 0; tries < 40; tries++) {
        await pass(30)
        const { state } = await command(organisation, { type: 'ChangeSettings', settings: {} })
        if (Object.values(state.payouts).some((bucket) => bucket[payoutId]?.status === 'SENT'))
          break
      }
      await payoutIs(organisation, payoutId, 'SENT')
      t.match(await atProvider(accountId), { transferred: 4_000, transfers: 1 }, `${on} ${fault}`)
    }
})

t.test('who has no money at the provider pays nobody, and nobody loses any', async (t) => {
  const { organisation } = await world.activeSeller(900_000_000)
  const payoutId = await payOut(organisation)
  await payoutIs(organisation, payoutId, 'FAILED')
  t.equal(await balance(organisation), 900_000_000n)
  t.equal((await ended(payoutId)).length, 1)
})

t.test('a notice is a hint: what it says is looked up', async () => {
  const { organisation } = await world.activeSeller(2_000)
  const payoutId = await payOut(organisation)
  await payoutIs(organisation, payoutId, 'SENT')
  const sent = (await world.log()).find(
    ({ type, data }) =>
      type === 'PayoutSent' && (data as { readonly payoutId: string }).payoutId === payoutId,
  )
  const { reference } = sent?.data as { readonly reference: string }
  await stage.deed(reference, 'settle')
  await world.notice({
    ...{ provider: 'stripe', type: 'payout.failed', createdAt: '2026-01-01T00:00:00.000Z' },
    subject: { kind: 'PAYOUT', providerId: reference, payoutId },
  })
  await payoutIs(organisation, payoutId, 'PAID')
})

t.test('restarted in the middle, everything is done once', async (t) => {
  const { organisation, accountId } = await world.activeSeller(6_000)
  const ids = []
  for (const amount of [1_000, 2_000, 3_000]) ids.push(await payOut(organisation, amount))
  await world.restart()
  for (const id of ids) await payoutIs(organisation, id, 'SENT')
  t.match(await atProvider(accountId), { transferred: 6_000, transfers: 3 })
})

t.test('and the books are in order', async (t) => {
  const log = await world.log()
  for (const check of [balances, once, transactions]) t.same(check({ log }), [])
})
