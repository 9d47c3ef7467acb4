import { costInFine } from './cost.ts'
import { exclusionsOf, type Exclusion, type Need } from './exclude.ts'
import { unmeasured, type RouteFigures } from './figures.ts'
import type { ModelPolicy, RoutingStrategy } from './policy.ts'
import type { ModelRoute } from './route.ts'

export type Excluded = { readonly routeId: string; readonly reasons: readonly Exclusion[] }
export type Choice = {
  /** The first is asked first, each next one when those before it failed. */
  readonly order: readonly ModelRoute[]
  readonly excluded: readonly Excluded[]
}

type Weights = { readonly cost: number; readonly latency: number; readonly quality: number }

const weightsOf = (strategy: RoutingStrategy): Weights => {
  if (typeof strategy !== 'string') return strategy.weights
  const only = { cost: 0, latency: 0, quality: 0 }
  switch (strategy) {
    case 'COST':
      return { ...only, cost: 1 }
    case 'LATENCY':
      return { ...only, latency: 1 }
    case 'QUALITY':
      return { ...only, quality: 1 }
  }
}

type Measured = {
  readonly route: ModelRoute
  readonly cost: number
  readonly latencyMs: number | undefined
  readonly reliability: number
}

/** The best has 1, twice as much has a half. What was never measured stands in the middle: it gets a chance, and no lead. */
const relative = (least: number, value: number | undefined): number =>
  value === undefined ? 0.5 : value <= 0 ? 1 : least / value

/** As if one more attempt had succeeded, so that the first failure does not end a route. */
const reliabilityOf = ({ samples, failures }: RouteFigures): number =>
  (samples - failures + 1) / (samples + 1)

/**
 * Hard filters, then a score on what was measured, then the order. A score is the weighted mean of cost (of this request at
 * its longest), median latency and quality, each between 0 and 1, times the share of attempts that succeed.
 */
export const chooseRoutes = (
  routes: readonly ModelRoute[],
  policy: ModelPolicy,
  need: Need,
  figures: ReadonlyMap<string, RouteFigures>,
): Choice => {
  const judged = routes.map((route) => ({ route, reasons: exclusionsOf(route, policy, need) }))
  const excluded = judged.flatMap(({ route: { routeId }, reasons }) =>
    reasons.length === 0 ? [] : [{ routeId, reasons }],
  )
  const measured = judged
    .filter(({ reasons }) => reasons.length === 0)
    .map(({ route }): Measured => {
      const of = figures.get(route.routeId) ?? unmeasured
      const out = route.kind === 'CHAT' ? need.maxOutputTokens : 0
      return {
        route,
        cost: Number(costInFine(route.price, need.tokensIn(route), out)),
        latencyMs: of.latencyMs,
        reliability: reliabilityOf(of),
      }
    })
  const cheapest = Math.min(...measured.map(({ cost }) => cost))
  const fastest = Math.min(...measured.flatMap(({ latencyMs }) => latencyMs ?? []))
  const weights = weightsOf(policy.strategy)
  const sum = weights.cost + weights.latency + weights.quality
  const scoreOf = ({ route, cost, latencyMs, reliability }: Measured): number =>
    (reliability *
      (weights.cost * relative(cheapest, cost) +
        weights.latency * relative(fastest, latencyMs) +
        weights.quality * route.quality)) /
    sum
  const order = measured
    .map((each) => ({ route: each.route, score: scoreOf(each) }))
    .toSorted((a, b) => b.score - a.score || (a.route.routeId < b.route.routeId ? -1 : 1))
    .slice(0, 1 + policy.fallbacks)
    .map(({ route }) => route)
  return { order, excluded }
}
