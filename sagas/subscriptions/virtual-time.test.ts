import { isDeepStrictEqual } from 'node:util'
import t from 'tap'
import { derivedId } from '../../platform/ids/ids.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { isSettling } from '../../domain/subscriptions/standing.ts'
import { choices } from '../../test/kit/virtual-time.ts'
import { findingsIn } from '../../test/subscriptions/checks.ts'
import { lifeOf } from '../../test/subscriptions/lives.ts'
import { expected } from '../../test/subscriptions/oracle.ts'
import { live, outcomeOf, streamsIn, type Buyer } from '../../test/subscriptions/world.ts'

t.setTimeout(900_000)

const begin = '2027-01-01T00:00:00.000Z'
const beginMs = Date.parse(begin)
const dayMs = 86_400_000
// 24 months, a leap day among them.
const horizon = Date.parse('2029-01-01T00:00:00.000Z')

/** Buyers with lives of their own; `purses` of them share the wallets. */
const buyersOf = (seed: number, count: number, purses: number, end: number): readonly Buyer[] => {
  const choose = choices(seed)
  return Array.from({ length: count }, (_, n) => ({
    subscriptionId: derivedId('life', seed.toString(), n.toString()),
    organisation: derivedId('purse', seed.toString(), (n % purses).toString()),
    life: lifeOf(choose, beginMs, end),
  }))
}

t.test('24 months of 1,000 subscriptions come out as the model says, to the cent', async (t) => {
  const seed = 20_261_121
  const buyers = buyersOf(seed, 1_000, 1_000, horizon)
  const choose = choices(seed + 1)
  const world = await live(buyers, { begin, horizon, choose, delayMs: () => 0 })
  const streams = streamsIn(world.all)
  const seen = new Map<string, number>()
  let total = 0n
  let wanted = 0n
  for (const buyer of buyers) {
    const outcome = await outcomeOf(buyer, world, streams)
    const model = expected(buyer.life, horizon)
    seen.set(outcome.status, (seen.get(outcome.status) ?? 0) + 1)
    total += sumOf(outcome.charges)
    wanted += sumOf(model.charges)
    if (!isDeepStrictEqual(outcome, model)) t.same(outcome, model, buyer.subscriptionId)
  }
  t.equal(total, wanted, 'the sum of all charges')
  t.strictSame(findingsIn(world.all), [], 'periods, charges and ledger')
  const count = (type: string): number => world.all.filter((event) => event.type === type).length
  for (const status of ['ACTIVE', 'PAUSED', 'CANCELLED', 'EXPIRED'])
    t.ok((seen.get(status) ?? 0) > 0, `some end ${status}`)
  for (const type of ['SubscriptionPaymentFailed', 'WalletChargeRefunded', 'PlanChanged'])
    t.ok(count(type) > 100, `${type} happens`)
  t.ok(count('PlanChangeDeclined') > 0, 'and changes that nobody pays for')
  t.ok(Math.min(...Object.values(world.troubles)) > 500, 'and things go wrong')
  const charges = count('WalletCharged')
  t.comment(JSON.stringify({ events: world.all.length, charges, ...world.troubles }))
  t.comment(JSON.stringify(Object.fromEntries(seen)))
})

const sumOf = (charges: readonly string[]): bigint =>
  charges.reduce((sum, each) => sum + BigInt(each.split(' ')[1] ?? '0'), 0n)

t.test('shared purses, late sagas, weeks of outage: no period twice, none lost', async (t) => {
  const answers: string[] = []
  for (const seed of [1, 2, 3]) {
    const months = beginMs + 365 * dayMs
    const buyers = buyersOf(seed, 60, 20, months)
    const choose = choices(seed * 7)
    const outages = [40, 130, 300].map((day) => beginMs + (day + choose(30)) * dayMs)
    const lag = (now: number): number => {
      const outage = outages.find((from) => now >= from && now < from + 20 * dayMs)
      if (outage !== undefined) return outage + 20 * dayMs - now + choose(60_000)
      return choose(3) === 0 ? choose(12 * 3_600_000) : choose(60_000)
    }
    const settled = months + 30 * dayMs
    const delayMs = (now: number): number => (now > months ? 0 : lag(now))
    const world = await live(buyers, { begin, horizon: settled, choose, delayMs })
    t.strictSame(findingsIn(world.all), [], 'periods, charges and ledger')
    t.equal(world.open.size, 0, 'nothing is left undone')
    for (const { subscriptionId } of buyers) {
      const state = await world.stateOf(subscription, subscriptionId)
      if (state.kind !== 'existing') throw new Error('it never began')
      const { end } = state.period
      const isBehind = state.status === 'ACTIVE' && end !== undefined && Date.parse(end) <= settled
      if (isBehind) t.fail(`${subscriptionId} stopped renewing`)
      if (state.status === 'ACTIVE' && isSettling(state)) t.fail(`${subscriptionId} waits for ever`)
    }
    answers.push(...buyers.flatMap(({ subscriptionId }) => world.answersOf(subscriptionId)))
  }
  t.ok(answers.includes('SUBSCRIPTION_PAYMENT_PENDING'), 'some come while a payment is under way')
})
