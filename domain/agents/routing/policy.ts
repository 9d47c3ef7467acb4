import { z } from 'zod'
import { ModelFeature, RouteId, TokenRate } from './route.ts'

const Weight = z.number().min(0).max(1)

/** By what the routes that are left are put in order. Weights are of scores between 0 and 1. */
export const RoutingStrategy = z.union([
  z.enum(['COST', 'LATENCY', 'QUALITY']),
  z
    .strictObject({
      weights: z.strictObject({ cost: Weight, latency: Weight, quality: Weight }),
    })
    .refine(({ weights: { cost, latency, quality } }) => cost + latency + quality > 0, {
      message: 'one weight is more than nothing',
    }),
])
export type RoutingStrategy = z.output<typeof RoutingStrategy>

/** Which models may be asked, in what order, and how many after the first one failed. */
export const ModelPolicy = z.strictObject({
  strategy: RoutingStrategy,
  only: z.array(RouteId).min(1).max(50).readonly().exactOptional(),
  ignore: z.array(RouteId).max(50).readonly().exactOptional(),
  /** Dearer ones are not asked. */
  maxPrice: z
    .strictObject({
      perMillionIn: TokenRate.exactOptional(),
      perMillionOut: TokenRate.exactOptional(),
    })
    .exactOptional(),
  /** Only models that keep nothing beyond the call. */
  noRetention: z.boolean().exactOptional(),
  /** Only models that train on nothing of it. */
  noTraining: z.boolean().exactOptional(),
  regions: z.array(z.string().min(1).max(32)).min(1).max(20).readonly().exactOptional(),
  /** Only models that have all of these. */
  features: z.array(ModelFeature).max(10).readonly().exactOptional(),
  minQuality: z.number().min(0).max(1).exactOptional(),
  /** Other routes that are tried when one fails; 0: none. */
  fallbacks: z.int().min(0).max(5),
  /** How long one attempt may take; a minute where it is absent. */
  timeoutMs: z.int().min(100).max(600_000).exactOptional(),
})
export type ModelPolicy = z.output<typeof ModelPolicy>

export const defaultPolicy: ModelPolicy = { strategy: 'COST', fallbacks: 2 }
