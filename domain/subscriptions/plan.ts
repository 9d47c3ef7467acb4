import { z } from 'zod'
import { Asset, MinorUnits } from '../shared/money.ts'
import { Id } from '../shared/values.ts'

/** Runs up to this number, counted from the start of the period, at this price each; the last tier is open. */
export const Tier = z.strictObject({
  upTo: z.int().min(1).nullable(),
  perRun: MinorUnits,
})
export type Tier = z.output<typeof Tier>

/** What a plan costs, in minor units of the plan's asset. Devices are paid for besides. */
export const Pricing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('FREE') }),
  z.strictObject({ kind: z.literal('ONE_TIME'), price: MinorUnits }),
  z.strictObject({ kind: z.literal('MONTHLY'), price: MinorUnits }),
  z.strictObject({ kind: z.literal('YEARLY'), price: MinorUnits }),
  z.strictObject({ kind: z.literal('PAY_PER_USE'), perRun: MinorUnits }),
  /** GRADUATED: each run at the price of the tier that it falls into; VOLUME: the tier reached prices every further run. */
  z.strictObject({
    kind: z.literal('TIERED'),
    mode: z.enum(['GRADUATED', 'VOLUME']),
    tiers: z.array(Tier).min(1).max(20),
  }),
])
export type Pricing = z.output<typeof Pricing>

export const FeatureName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

/** What a plan gives: a switch, a fixed value, or a quota per period. `runs` metered is the app's own use. */
export const Entitlement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('BOOLEAN'), feature: FeatureName }),
  z.strictObject({ kind: z.literal('STATIC'), feature: FeatureName, value: z.string().max(200) }),
  z.strictObject({
    kind: z.literal('METERED'),
    feature: FeatureName,
    quota: z.int().min(0).max(1_000_000_000),
  }),
])
export type Entitlement = z.output<typeof Entitlement>

/**
 * One way to buy an app, as a listing offers it and a subscription pins it, whole: who is in keeps the price of the day.
 * `priceVersion` goes up whenever the seller changes the plan's price or what it gives.
 */
export const Plan = z.strictObject({
  planId: Id,
  name: z.string().trim().min(1).max(80),
  description: z.string().max(1000),
  asset: Asset,
  pricing: Pricing,
  trialDays: z.int().min(0).max(365),
  entitlements: z.array(Entitlement).max(20),
  priceVersion: z.int().min(1),
})
export type Plan = z.output<typeof Plan>
