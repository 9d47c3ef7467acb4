import { z } from 'zod'
import { Asset, MinorUnits } from '../shared/money.ts'
import { msOf } from '../shared/instant.ts'
import { Instant } from '../shared/values.ts'

/** A price in whole units of the asset ("0.00145" dollars), exact to twelve decimals: shots cost less than a cent. */
export const Rate = z.string().regex(/^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?$/)

/**
 * What a device costs from an instant on. Every part is added up, then the minimum applies.
 * Vocabulary and published prices: Amazon Braket (perTask, perShot), IBM (perSecond), IonQ (gate-shots, minimum).
 */
export const PriceBookEntry = z.strictObject({
  version: z.string().min(1).max(64),
  asset: Asset,
  validFrom: Instant,
  perTask: Rate.default('0'),
  perShot: Rate.default('0'),
  perSecond: Rate.default('0'),
  per1qGateShot: Rate.default('0'),
  per2qGateShot: Rate.default('0'),
  /** Minor units of the asset: no task costs less. */
  minimum: MinorUnits.default('0'),
  /** Seconds: a shorter run is billed as this long. */
  minimumDuration: z.number().min(0).max(86_400).default(0),
})
export type PriceBookEntry = z.output<typeof PriceBookEntry>

/** The entry in force at an instant: of those that have begun the latest, of equals the last published. */
export const priceAt = (
  book: readonly PriceBookEntry[],
  instant: string,
): PriceBookEntry | undefined =>
  book
    .filter((entry) => msOf(entry.validFrom) <= msOf(instant))
    .sort((a, b) => msOf(a.validFrom) - msOf(b.validFrom))
    .at(-1)
