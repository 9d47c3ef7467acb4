import { scaleOf } from '../shared/money.ts'
import type { FieldIssue } from '../shared/rejection.ts'
import { same } from '../shared/same.ts'
import { exhausted } from '../shared/values.ts'
import type { Entitlement, Plan, Pricing, Tier } from './plan.ts'

/** What plans may be priced in: dollars and euros by the cent, the hub's token by its 18 decimals. */
export const assetsOfPlans: readonly string[] = ['USD/2', 'EUR/2', 'QVT/18']

/** No single price is above so many whole units of its asset. */
const mostWholeUnits = 1_000_000n

/** Plans that one listing has on sale. */
export const mostPlans = 10

/** A plan as a seller writes it: the hub numbers it, and counts the versions of its price. */
export type PlanWish = Omit<Plan, 'planId' | 'priceVersion'> & { readonly planId?: string }

/** What is wrong with these plans, taken together as one list; nothing when they may be offered. Pointers start at the list. */
export const planIssues = (plans: readonly PlanWish[]): readonly FieldIssue[] => [
  ...(plans.length > mostPlans
    ? [{ pointer: '', code: 'too_many', detail: `At most ${mostPlans} plans.` }]
    : []),
  ...repeated(plans.map(({ name }) => name.toLowerCase())).map((index) =>
    issue(index, '/name', 'not_unique', 'Another plan has this name.'),
  ),
  ...repeated(plans.map(({ planId }, index) => planId ?? `new ${index}`)).map((index) =>
    issue(index, '/planId', 'not_unique', 'Another plan has this id.'),
  ),
  ...plans.flatMap((plan, index) => [
    ...(assetsOfPlans.includes(plan.asset)
      ? pricingIssues(plan.pricing, plan.asset, index)
      : [issue(index, '/asset', 'asset', `Plans are priced in ${assetsOfPlans.join(', ')}.`)]),
    ...entitlementIssues(plan.entitlements, index),
  ]),
]

const issue = (index: number, at: string, code: string, detail: string): FieldIssue => ({
  pointer: `/${index}${at}`,
  code,
  detail,
})

/** Places of texts that stand there for the second time or later. */
const repeated = (texts: readonly string[]): readonly number[] =>
  texts.flatMap((text, index) => (texts.indexOf(text) < index ? [index] : []))

const pricingIssues = (pricing: Pricing, asset: string, index: number): readonly FieldIssue[] => {
  const price = (amount: string, at: string, least: bigint): readonly FieldIssue[] => {
    const minor = BigInt(amount)
    const most = mostWholeUnits * 10n ** BigInt(scaleOf(asset))
    if (minor < least)
      return [issue(index, at, 'too_small', 'What is free is a plan of kind FREE.')]
    return minor > most
      ? [issue(index, at, 'too_big', `At most ${most} minor units of ${asset}.`)]
      : []
  }
  switch (pricing.kind) {
    case 'FREE':
      return []
    case 'ONE_TIME':
    case 'MONTHLY':
    case 'YEARLY':
      return price(pricing.price, '/pricing/price', 1n)
    case 'PAY_PER_USE':
      return price(pricing.perRun, '/pricing/perRun', 1n)
    case 'TIERED':
      return [
        ...tierIssues(pricing.tiers, index),
        ...pricing.tiers.flatMap(({ perRun }, tier) =>
          price(perRun, `/pricing/tiers/${tier}/perRun`, 0n),
        ),
      ]
    default:
      return exhausted(pricing)
  }
}

/** Ascending without a gap, the last and only the last one open, and not all of them free. */
const tierIssues = (tiers: readonly Tier[], index: number): readonly FieldIssue[] => {
  const at = (tier: number): string => `/pricing/tiers/${tier}/upTo`
  const last = tiers.length - 1
  const bounds = tiers.flatMap(({ upTo }, tier) => {
    if (tier === last)
      return upTo === null ? [] : [issue(index, at(tier), 'tiers', 'The last tier is open.')]
    if (upTo === null) return [issue(index, at(tier), 'tiers', 'Only the last tier is open.')]
    const before = tiers[tier - 1]?.upTo ?? 0
    return upTo > before ? [] : [issue(index, at(tier), 'tiers', 'Tiers ascend.')]
  })
  return tiers.every(({ perRun }) => perRun === '0')
    ? [
        ...bounds,
        issue(index, '/pricing/tiers', 'too_small', 'What is free is a plan of kind FREE.'),
      ]
    : bounds
}

const entitlementIssues = (
  entitlements: readonly Entitlement[],
  index: number,
): readonly FieldIssue[] =>
  repeated(entitlements.map(({ feature }) => feature)).map((place) =>
    issue(index, `/entitlements/${place}/feature`, 'not_unique', 'The feature is named twice.'),
  )

/**
 * The plans of a wish, numbered: a plan that is known keeps its id, and its price version as long as it costs and gives
 * the same; a new one begins with 1. `known` are all plans that the listing ever had, on sale or not.
 */
export const numberPlans = (
  wishes: readonly PlanWish[],
  known: readonly Plan[],
  newId: (name: string) => string,
): { readonly plans: Plan[] } | { readonly issues: readonly FieldIssue[] } => {
  const issues = [...planIssues(wishes), ...unknownPlans(wishes, known)]
  if (issues.length > 0) return { issues }
  const plans = wishes.map((wish, index) => {
    const before = known.find(({ planId }) => planId === wish.planId)
    if (before === undefined) return { ...wish, planId: newId(`plan ${index}`), priceVersion: 1 }
    const { planId, priceVersion } = before
    const raised = same(termsOf(before), termsOf(wish)) ? 0 : 1
    return { ...wish, planId, priceVersion: priceVersion + raised }
  })
  return { plans }
}

const unknownPlans = (
  wishes: readonly PlanWish[],
  known: readonly Plan[],
): readonly FieldIssue[] => {
  const ids = new Set(known.map(({ planId }) => planId))
  return wishes.flatMap(({ planId }, index) =>
    planId === undefined || ids.has(planId)
      ? []
      : [issue(index, '/planId', 'unknown', 'The listing never had this plan.')],
  )
}

/** What a plan costs and what it gives. */
const termsOf = ({ asset, pricing, trialDays, entitlements }: PlanWish) => ({
  asset,
  pricing,
  trialDays,
  entitlements: [...entitlements].sort((a, b) => (a.feature < b.feature ? -1 : 1)),
})
