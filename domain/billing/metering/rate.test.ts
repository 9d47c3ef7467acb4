import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { aggregate } from './aggregate.ts'
import type { RateModel, Tier } from './rate-models.ts'
import { rateQuantity } from './rate.ts'
import { add, compare, parseDecimal, rational, sum, toDecimal, type Rational } from './rational.ts'
import { countedEntries, usage, type NewEntry, type UsageEvent } from './usage.ts'

const asset = 'USD/2'
const cost = (model: RateModel, quantity: Rational, minimum = '0', maximum?: string) =>
  rateQuantity({ model, minimum, ...(maximum === undefined ? {} : { maximum }) }, quantity, asset)
const cents = (model: RateModel, quantity: string, minimum?: string, maximum?: string): string =>
  cost(model, parseDecimal(quantity), minimum, maximum).amount.toString()

const tiers: readonly Tier[] = [
  { upTo: '10', unitPrice: '1', flat: '0' },
  { upTo: '100', unitPrice: '0.5', flat: '2' },
  { upTo: null, unitPrice: '0.1', flat: '0' },
]
const table: readonly [string, RateModel, string, string][] = [
  ['flat, used', { kind: 'FLAT', amount: '12.50' }, '7', '1250'],
  ['flat, not used', { kind: 'FLAT', amount: '12.50' }, '0', '1250'],
  ['per unit', { kind: 'PER_UNIT', unitPrice: '0.00145' }, '1000', '145'],
  ['per unit, half a cent up', { kind: 'PER_UNIT', unitPrice: '0.005' }, '1', '1'],
  ['per unit, below half a cent', { kind: 'PER_UNIT', unitPrice: '0.00375' }, '1', '0'],
  ['graduated, nothing', { kind: 'GRADUATED', tiers: [...tiers] }, '0', '0'],
  ['graduated, at the edge', { kind: 'GRADUATED', tiers: [...tiers] }, '10', '1000'],
  ['graduated, second tier', { kind: 'GRADUATED', tiers: [...tiers] }, '11', '1250'],
  ['graduated, third tier', { kind: 'GRADUATED', tiers: [...tiers] }, '101', '5710'],
  ['volume, at the edge', { kind: 'VOLUME', tiers: [...tiers] }, '10', '1000'],
  ['volume, second tier', { kind: 'VOLUME', tiers: [...tiers] }, '11', '750'],
  ['volume, third tier', { kind: 'VOLUME', tiers: [...tiers] }, '101', '1010'],
  ['package, begun', { kind: 'PACKAGE', size: '1000', price: '2', free: '0' }, '1001', '400'],
  ['package, full', { kind: 'PACKAGE', size: '1000', price: '2', free: '0' }, '1000', '200'],
  ['package, free', { kind: 'PACKAGE', size: '1000', price: '2', free: '500' }, '500', '0'],
  [
    'package, above free',
    { kind: 'PACKAGE', size: '1000', price: '2', free: '500' },
    '500.1',
    '200',
  ],
  ['percentage', { kind: 'PERCENTAGE', percent: '2.9' }, '199.99', '580'],
]
for (const [name, model, quantity, expected] of table)
  t.test(name, async (t) => t.equal(cents(model, quantity), expected))

t.test('a period costs at least the minimum, used or not, and at most the maximum', async (t) => {
  const model: RateModel = { kind: 'PER_UNIT', unitPrice: '1' }
  t.match(cost(model, rational(0n), '500'), { amount: 500n, bound: 'MINIMUM' })
  t.match(cost(model, rational(7n), '500', '600'), { amount: 600n, bound: 'MAXIMUM' })
  t.match(cost(model, rational(5n), '500', '600'), { amount: 500n, bound: null })
})

const decimal = (max: bigint, decimals: number) =>
  fc
    .bigInt({ min: 0n, max: max * 10n ** BigInt(decimals) })
    .map((n) => toDecimal(rational(n, 10n ** BigInt(decimals)), decimals))
const quantity = decimal(10n ** 15n, 6).map(parseDecimal)
const price = decimal(1000n, 12)
const tierPrices = fc.array(fc.record({ width: fc.bigInt({ min: 1n, max: 10n ** 6n }), price }), {
  minLength: 1,
  maxLength: 6,
})
const tiersOf = tierPrices.map((parts): Tier[] => {
  let upTo = 0n
  return parts.map(({ width, price: unitPrice }, index) => {
    upTo += width
    return { upTo: index === parts.length - 1 ? null : upTo.toString(), unitPrice, flat: '0' }
  })
})

t.test('graduated never falls as usage grows', async () =>
  fc.assert(
    fc.property(tiersOf, quantity, quantity, (tiers, one, more) => {
      const model: RateModel = { kind: 'GRADUATED', tiers }
      return cost(model, add(one, more)).amount >= cost(model, one).amount
    }),
  ),
)

t.test('volume is per unit at the tier that the whole falls into', async () =>
  fc.assert(
    fc.property(tiersOf, quantity, (tiers, used) => {
      const tier = tiers.find(({ upTo }) => upTo === null || compare(used, parseDecimal(upTo)) <= 0)
      const unitPrice = tier?.unitPrice ?? ''
      return (
        cost({ kind: 'VOLUME', tiers }, used).amount ===
        cost({ kind: 'PER_UNIT', unitPrice }, used).amount
      )
    }),
  ),
)

t.test('packages round up: never less than what was used, less than one too many', async () =>
  fc.assert(
    fc.property(quantity, fc.bigInt({ min: 1n, max: 10n ** 9n }), (used, size) => {
      const model: RateModel = { kind: 'PACKAGE', size: size.toString(), price: '1', free: '0' }
      const packages = cost(model, used).amount / 100n
      return (
        compare(rational(packages * size), used) >= 0 &&
        (packages === 0n || compare(rational((packages - 1n) * size), used) < 0)
      )
    }),
  ),
)

const modelOf: fc.Arbitrary<RateModel> = fc.oneof(
  price.map((unitPrice) => ({ kind: 'PER_UNIT', unitPrice }) as const),
  price.map((amount) => ({ kind: 'FLAT', amount }) as const),
  tiersOf.map((tiers) => ({ kind: 'GRADUATED', tiers }) as const),
  tiersOf.map((tiers) => ({ kind: 'VOLUME', tiers }) as const),
  fc.constant({ kind: 'PERCENTAGE', percent: '2.9' } as const),
)

t.test('the parts are the whole: exact, and rounded once', async () =>
  fc.assert(
    fc.property(modelOf, quantity, (model, used) => {
      const { parts, exact, amount } = cost(model, used)
      const off = amount * exact.d * 2n - 200n * exact.n
      return (
        compare(sum(parts.map((part) => part.amount)), exact) === 0 &&
        off <= exact.d &&
        off > -exact.d
      )
    }),
  ),
)

t.test('usage split into batches, repeated or late, costs the same', async () => {
  const values = fc.array(decimal(1000n, 6), { minLength: 1, maxLength: 30 })
  const cuts = fc.array(fc.nat({ max: 30 }), { maxLength: 5 })
  const target = {
    organisation: idNumber(9),
    meter: 'm',
    month: '2026-11',
    at: '2026-11-30T00:00:00Z',
  }
  fc.assert(
    fc.property(values, cuts, fc.boolean(), modelOf, (amounts, at, twice, model) => {
      const entries = amounts.map(
        (value, n): NewEntry => ({
          usageId: idNumber(n),
          source: 's',
          id: n.toString(),
          value,
          occurredAt: `2026-11-${((n % 28) + 1).toString().padStart(2, '0')}T00:00:00Z`,
        }),
      )
      const meta = {
        actor: { kind: 'system', id: 's' },
        now: target.at,
        commandId: 'c',
        id: () => '',
        eventId: () => '',
      } as const
      const played = (batches: readonly NewEntry[][]) =>
        batches.reduce((state, batch) => {
          const decided = usage.decide(
            { ...target, type: 'RecordUsage', entries: batch },
            state,
            meta,
          )
          return 'rejected' in decided
            ? state
            : decided.reduce((before, event: UsageEvent) => usage.evolve(before, event), state)
        }, usage.initial)
      const edges = [
        0,
        ...at.filter((n) => n <= entries.length).sort((a, b) => a - b),
        entries.length,
      ]
      const batches = edges.slice(1).map((end, n) => entries.slice(edges[n], end))
      const costOf = (state: typeof usage.initial) =>
        cost(model, aggregate('SUM', countedEntries(state), '2026-11')).amount
      return (
        costOf(played([entries])) ===
        costOf(played(twice ? [...batches.reverse(), ...batches] : batches.reverse()))
      )
    }),
  )
})
