import { compareRates } from './cost.ts'
import type { ModelPolicy } from './policy.ts'
import type { ModelRoute } from './route.ts'

/** What a call needs of a model. */
export type Need = {
  readonly kind: ModelRoute['kind']
  /** The most tokens that the request can be, as the route's provider counts. */
  readonly tokensIn: (route: ModelRoute) => number
  readonly maxOutputTokens: number
  /** The code of the asset that the budget counts in. */
  readonly assetCode?: string
  /** Providers that have failed too often to be asked now. */
  readonly cooling: ReadonlySet<string>
}

export type Exclusion =
  | 'KIND'
  | 'NOT_LISTED'
  | 'IGNORED'
  | 'CONTEXT'
  | 'OUTPUT'
  | 'FEATURES'
  | 'RETENTION'
  | 'TRAINING'
  | 'REGION'
  | 'PRICE'
  | 'ASSET'
  | 'QUALITY'
  | 'COOLING'

const dearer = (rate: string, cap: string | undefined): boolean =>
  cap !== undefined && compareRates(rate, cap) > 0

/** Every reason why this route may not be asked; none: it may. */
export const exclusionsOf = (
  route: ModelRoute,
  policy: ModelPolicy,
  need: Need,
): readonly Exclusion[] => {
  const { dataPolicy, price } = route
  if (route.kind !== need.kind) return ['KIND']
  const room = need.tokensIn(route) + (route.kind === 'CHAT' ? need.maxOutputTokens : 0)
  const wrong: Readonly<Record<Exclude<Exclusion, 'KIND'>, boolean>> = {
    NOT_LISTED: policy.only !== undefined && !policy.only.includes(route.routeId),
    IGNORED: policy.ignore?.includes(route.routeId) ?? false,
    CONTEXT: room > route.contextTokens,
    OUTPUT: route.kind === 'CHAT' && need.maxOutputTokens > route.maxOutputTokens,
    FEATURES: policy.features?.some((feature) => !route.features.includes(feature)) ?? false,
    RETENTION: policy.noRetention === true && dataPolicy.retains,
    TRAINING: policy.noTraining === true && dataPolicy.trains,
    REGION: policy.regions !== undefined && !policy.regions.includes(dataPolicy.region),
    PRICE:
      dearer(price.perMillionIn, policy.maxPrice?.perMillionIn) ||
      dearer(price.perMillionOut, policy.maxPrice?.perMillionOut),
    ASSET: need.assetCode !== undefined && price.asset !== need.assetCode,
    QUALITY: policy.minQuality !== undefined && route.quality < policy.minQuality,
    COOLING: need.cooling.has(route.provider),
  }
  return reasons.filter((reason) => wrong[reason])
}

const reasons = [
  'NOT_LISTED',
  'IGNORED',
  'CONTEXT',
  'OUTPUT',
  'FEATURES',
  'RETENTION',
  'TRAINING',
  'REGION',
  'PRICE',
  'ASSET',
  'QUALITY',
  'COOLING',
] as const
