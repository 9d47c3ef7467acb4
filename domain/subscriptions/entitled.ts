import type { Entitlement, Plan } from './plan.ts'

/**
 * Features that the hub itself holds runs against; all others are the app's own business.
 * `runs` (METERED): runs of a period; without it, as many as one likes · `max-shots` (STATIC): shots of one run ·
 * `api-keys` (BOOLEAN): the subscription may have keys.
 */
export const hubFeatures = { runs: 'runs', maxShots: 'max-shots', apiKeys: 'api-keys' } as const

type Plans = Pick<Plan, 'entitlements'>

const find = <Kind extends Entitlement['kind']>(
  { entitlements }: Plans,
  kind: Kind,
  feature: string,
): Extract<Entitlement, { kind: Kind }> | undefined =>
  entitlements.find(
    (entitlement): entitlement is Extract<Entitlement, { kind: Kind }> =>
      entitlement.kind === kind && entitlement.feature === feature,
  )

/** Runs of one period; undefined: not limited. */
export const quotaOfRuns = (plan: Plans): number | undefined =>
  find(plan, 'METERED', hubFeatures.runs)?.quota

/** Free, and for as many runs as one likes: it takes no subscription. */
export const isOpenToAll = (plan: Pick<Plan, 'pricing' | 'entitlements'>): boolean =>
  plan.pricing.kind === 'FREE' && quotaOfRuns(plan) === undefined

/** Shots of one run; undefined: as the device has it. A value that is no number limits nothing. */
export const maxShotsOf = (plan: Plans): number | undefined => {
  const value = find(plan, 'STATIC', hubFeatures.maxShots)?.value ?? ''
  return /^[0-9]{1,9}$/.test(value) ? Number(value) : undefined
}

export const mayHaveKeys = (plan: Plans): boolean =>
  find(plan, 'BOOLEAN', hubFeatures.apiKeys) !== undefined
