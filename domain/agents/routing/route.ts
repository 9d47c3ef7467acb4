import { z } from 'zod'

/** A price of tokens: a decimal of whole units of the asset per million tokens, at most six places. */
export const TokenRate = z.string().regex(/^(?:0|[1-9][0-9]{0,6})(?:\.[0-9]{1,6})?$/)
export const AssetCode = z.string().regex(/^[A-Z][A-Z0-9]{2,9}$/)
export const RouteId = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]{0,31}\/[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)
const Region = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/)

export const ModelFeature = z.enum(['JSON_SCHEMA', 'STREAMING'])
export type ModelFeature = z.output<typeof ModelFeature>

/** What a provider does with what it is told. */
export const DataPolicy = z.strictObject({
  region: Region,
  /** Keeps prompts or answers beyond the call. */
  retains: z.boolean(),
  /** May train on them. */
  trains: z.boolean(),
})

export const TokenPrice = z.strictObject({
  asset: AssetCode,
  perMillionIn: TokenRate,
  perMillionOut: TokenRate,
})
export type TokenPrice = z.output<typeof TokenPrice>

/** One model at one provider, as it is configured: what it can do, what it costs, what becomes of the data. */
export const ModelRoute = z.strictObject({
  routeId: RouteId,
  /** The provider's name in the settings. */
  provider: z.string().min(1).max(32),
  /** The provider's own name of the model. */
  model: z.string().min(1).max(200),
  kind: z.enum(['CHAT', 'EMBEDDING']),
  contextTokens: z.int().min(1),
  maxOutputTokens: z.int().min(0),
  features: z.array(ModelFeature).readonly(),
  dataPolicy: DataPolicy,
  price: TokenPrice,
  /** 0…1: what the house thinks of its answers, or an evaluation found. */
  quality: z.number().min(0).max(1),
})
export type ModelRoute = z.output<typeof ModelRoute>
