import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { numberPlans, planIssues, type PlanWish } from './plan-rules.ts'
import type { Plan, Pricing } from './plan.ts'

const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

const wish = (changes: Partial<PlanWish> = {}): PlanWish => ({
  name: 'Basic',
  description: '',
  asset: 'USD/2',
  pricing: { kind: 'MONTHLY', price: '900' },
  trialDays: 0,
  entitlements: [{ kind: 'METERED', feature: 'runs', quota: 100 }],
  ...changes,
})

const tiered = (...tiers: readonly (readonly [number | null, string])[]): Pricing => ({
  kind: 'TIERED',
  mode: 'GRADUATED',
  tiers: tiers.map(([upTo, perRun]) => ({ upTo, perRun })),
})

const found = (...plans: readonly PlanWish[]) =>
  planIssues(plans).map(({ pointer, code }) => `${pointer} ${code}`)

t.test('what is wrong with plans is told by pointer', async (t) => {
  const most = 1_000_000n * 10n ** 18n
  t.same(found(wish(), wish({ name: 'Pro', asset: 'QVT/18' })), [])
  t.same(found(wish({ pricing: { kind: 'FREE' } })), [])
  t.same(found(wish({ pricing: tiered([10, '0'], [20, '5'], [null, '3']) })), [])
  t.same(found(wish(), wish({ name: 'BASIC' })), ['/1/name not_unique'])
  t.same(found(wish({ planId: id(1) }), wish({ name: 'b', planId: id(1) })), [
    '/1/planId not_unique',
  ])
  t.same(found(wish({ asset: 'USD/3' })), ['/0/asset asset'])
  t.same(found(wish({ pricing: { kind: 'YEARLY', price: '0' } })), ['/0/pricing/price too_small'])
  t.same(found(wish({ pricing: { kind: 'ONE_TIME', price: '100000001' } })), [
    '/0/pricing/price too_big',
  ])
  t.same(
    found(wish({ asset: 'QVT/18', pricing: { kind: 'PAY_PER_USE', perRun: most.toString() } })),
    [],
  )
  t.same(
    found(wish({ asset: 'QVT/18', pricing: { kind: 'PAY_PER_USE', perRun: `${most + 1n}` } })),
    ['/0/pricing/perRun too_big'],
  )
  t.same(found(wish({ pricing: tiered([10, '1'], [10, '2'], [null, '3']) })), [
    '/0/pricing/tiers/1/upTo tiers',
  ])
  t.same(found(wish({ pricing: tiered([null, '1'], [10, '2']) })), [
    '/0/pricing/tiers/0/upTo tiers',
    '/0/pricing/tiers/1/upTo tiers',
  ])
  t.same(found(wish({ pricing: tiered([5, '0'], [null, '0']) })), ['/0/pricing/tiers too_small'])
  const entitlement = { kind: 'BOOLEAN', feature: 'noise' } as const
  t.same(found(wish({ entitlements: [entitlement, entitlement] })), [
    '/0/entitlements/1/feature not_unique',
  ])
  t.same(found(...Array.from({ length: 11 }, (_, n) => wish({ name: `Plan ${n}` }))), [' too_many'])
})

const numbered = (wishes: readonly PlanWish[], known: readonly Plan[]): readonly Plan[] => {
  const result = numberPlans(wishes, known, (name) => id(100 + Number(name.slice(5))))
  if ('issues' in result) throw new Error(JSON.stringify(result.issues))
  return result.plans
}

t.test('the price version counts what a plan costs and gives, not what it is called', async (t) => {
  const [first] = numbered([wish()], [])
  if (first === undefined) throw new Error('no plan')
  t.match(first, { planId: id(100), priceVersion: 1 })
  const { planId } = first
  const next = (changes: Partial<PlanWish>) => numbered([wish({ planId, ...changes })], [first])[0]
  t.match(next({ name: 'Starter', description: 'new words' }), { planId, priceVersion: 1 })
  t.match(next({ pricing: { kind: 'MONTHLY', price: '901' } }), { planId, priceVersion: 2 })
  t.match(next({ pricing: { kind: 'YEARLY', price: '900' } }), { planId, priceVersion: 2 })
  t.match(next({ asset: 'EUR/2' }), { planId, priceVersion: 2 })
  t.match(next({ trialDays: 7 }), { planId, priceVersion: 2 })
  t.match(next({ entitlements: [] }), { planId, priceVersion: 2 })
  t.match(
    numberPlans([wish({ planId: id(9) })], [first], () => id(1)),
    {
      issues: [{ pointer: '/0/planId', code: 'unknown' }],
    },
  )
})

t.test('one price version never stands for two prices', async (t) => {
  const price = fc.integer({ min: 1, max: 3 }).map(String)
  const trialDays = fc.integer({ min: 0, max: 1 })
  const step = fc.record({ price, trialDays, name: fc.constantFrom('a', 'b') })
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      let plans: readonly Plan[] = []
      const terms = new Map<number, string>()
      for (const { price: amount, trialDays: days, name } of steps) {
        const [before] = plans
        const more = before === undefined ? {} : { planId: before.planId }
        const pricing = { kind: 'MONTHLY', price: amount } as const
        plans = numbered([wish({ ...more, name, pricing, trialDays: days })], plans)
        const version = plans[0]?.priceVersion ?? 0
        const same = terms.get(version) ?? `${amount} ${days}`
        terms.set(version, same)
        if (same !== `${amount} ${days}`) return false
        if (before !== undefined && version < before.priceVersion) return false
      }
      return true
    }),
  )
  t.pass('held')
})
