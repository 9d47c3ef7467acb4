import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { routeOf } from '../../../test/kit/scripted-llm.ts'
import { chooseRoutes } from './choose.ts'
import { compareRates, costInFine } from './cost.ts'
import { exclusionsOf, type Need } from './exclude.ts'
import { figuresOf, remembered, unmeasured, type RouteFigures } from './figures.ts'
import type { ModelPolicy } from './policy.ts'

const price = (perMillionIn: string, perMillionOut = perMillionIn) => ({
  price: { asset: 'USD', perMillionIn, perMillionOut },
})
const cheap = routeOf('a/cheap', { ...price('1'), quality: 0.2 })
const good = routeOf('b/good', { ...price('8'), quality: 0.9 })
const fast = routeOf('c/fast', { ...price('4'), quality: 0.5 })
const routes = [good, fast, cheap]
const need: Need = { kind: 'CHAT', tokensIn: () => 100, maxOutputTokens: 100, cooling: new Set() }
const policy = (changes: Partial<ModelPolicy> = {}): ModelPolicy => ({
  ...{ strategy: 'COST', fallbacks: 2 },
  ...changes,
})
const measured = (latencyMs: number, samples = 10, failures = 0): RouteFigures => ({
  ...{ samples, failures, latencyMs },
})
const figures = new Map([
  ['a/cheap', measured(900)],
  ['b/good', measured(600)],
  ['c/fast', measured(50)],
])
const order = (of: ModelPolicy, known: ReadonlyMap<string, RouteFigures> = figures) =>
  chooseRoutes(routes, of, need, known).order.map(({ routeId }) => routeId)

t.test('each strategy has its first, and as many fallbacks as are wished', async (t) => {
  t.same(order(policy()), ['a/cheap', 'c/fast', 'b/good'])
  t.same(order(policy({ strategy: 'LATENCY', fallbacks: 0 })), ['c/fast'])
  t.same(order(policy({ strategy: 'QUALITY', fallbacks: 1 })), ['b/good', 'c/fast'])
  const weights = { cost: 0.1, latency: 0.8, quality: 0.1 }
  t.equal(order(policy({ strategy: { weights } }))[0], 'c/fast')
})

t.test(
  'a route that mostly fails falls behind; one that was never asked gets its chance',
  async (t) => {
    const failing = new Map([...figures, ['a/cheap', measured(900, 10, 9)]])
    t.equal(order(policy(), failing)[0], 'c/fast')
    t.equal(
      order(policy({ strategy: 'LATENCY' }), new Map([['b/good', measured(900)]]))[0],
      'b/good',
    )
    t.same(order(policy(), new Map()), ['a/cheap', 'c/fast', 'b/good'])
  },
)

t.test('every hard filter, by its name', async (t) => {
  const told = (of: Partial<ModelPolicy>, more: Partial<Need> = {}, route = good) =>
    exclusionsOf(route, policy(of), { ...need, ...more })
  t.same(told({}), [])
  t.same(told({}, { kind: 'EMBEDDING' }), ['KIND'])
  t.same(told({ only: ['a/cheap'] }), ['NOT_LISTED'])
  t.same(told({ ignore: ['b/good'] }), ['IGNORED'])
  t.same(told({}, { tokensIn: () => 9_901 }), ['CONTEXT'])
  t.same(told({}, { maxOutputTokens: 4_001 }), ['OUTPUT'])
  t.same(told({ features: ['JSON_SCHEMA'] }), ['FEATURES'])
  t.same(told({ regions: ['eu'] }), ['REGION'])
  t.same(told({ maxPrice: { perMillionIn: '7.999999' } }), ['PRICE'])
  t.same(told({ maxPrice: { perMillionOut: '8' } }), [])
  t.same(told({ minQuality: 0.95 }), ['QUALITY'])
  t.same(told({}, { assetCode: 'EUR' }), ['ASSET'])
  t.same(told({}, { cooling: new Set(['b']) }), ['COOLING'])
  const leaky = routeOf('d/x', { dataPolicy: { region: 'us', retains: true, trains: true } })
  t.same(told({ noRetention: true, noTraining: true }, {}, leaky), ['RETENTION', 'TRAINING'])
  t.same(chooseRoutes(routes, policy({ only: ['b/good'] }), need, figures).excluded, [
    { routeId: 'c/fast', reasons: ['NOT_LISTED'] },
    { routeId: 'a/cheap', reasons: ['NOT_LISTED'] },
  ])
})

t.test('what tokens cost is exact, rounded up once', async (t) => {
  t.equal(costInFine(price('0.10', '0.40').price, 1_000_000, 1_000_000), 5_000_000_000n)
  t.equal(costInFine(price('0.000001').price, 1, 0), 1n)
  t.equal(costInFine(price('0').price, 5, 5), 0n)
  t.equal(compareRates('0.1', '0.10'), 0)
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(5_000), fc.nat(5_000), (a, b, c, d) => {
      const rates = price('1.234567', '7.654321').price
      const whole = costInFine(rates, a + c, b + d)
      const parts = costInFine(rates, a, b) + costInFine(rates, c, d)
      return whole <= parts && parts <= whole + 1n
    }),
  )
})

t.test('figures are medians of what is not too old, in whatever order it was seen', async (t) => {
  const at = remembered.ms * 2
  const sample = (latencyMs: number, ok = true, age = 0) => ({
    ...{ attemptId: `${latencyMs}`, ok, latencyMs, timeToFirstTokenMs: 1, tokensOut: 10 },
    at: at - age,
  })
  const seen = [
    sample(300),
    sample(100),
    sample(200),
    sample(9, false),
    sample(1, true, remembered.ms),
  ]
  const expected = {
    samples: 4,
    failures: 1,
    latencyMs: 200,
    timeToFirstTokenMs: 1,
    tokensPerSecond: 50,
  }
  t.same(figuresOf(seen, at), expected)
  t.same(figuresOf(seen.toReversed(), at), expected)
  t.same(figuresOf([], at), unmeasured)
})
