import { z } from 'zod'
import { MinorUnits } from '../../shared/money.ts'
import { MeterKey, Quantity } from './meter-rules.ts'
import { Subject } from './usage-item.ts'

/** In whole units of the price book's asset, exact to twelve decimals: "0.00145" dollars a shot. */
export const UnitPrice = z
  .string()
  .max(25)
  .regex(/^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,12})?$/)

const positive = (value: string): boolean => /[1-9]/.test(value)
const Size = Quantity.regex(/^[^-]/).refine(positive, { message: 'more than nothing' })

export const Tier = z.strictObject({
  /** Up to and with this quantity; null: without end. */
  upTo: Size.nullable(),
  unitPrice: UnitPrice,
  /** Once, when the tier is reached. */
  flat: UnitPrice.default('0'),
})
export type Tier = z.output<typeof Tier>
const Tiers = z.array(Tier).min(1).max(20)

/**
 * How a quantity of a month becomes an amount.
 * FLAT: the amount, used or not. PER_UNIT: quantity times price. GRADUATED: each tier's part at the tier's price. VOLUME:
 * all of it at the price of the tier that the whole falls into. PACKAGE: begun packages, after what is free. PERCENTAGE:
 * of a quantity that is itself an amount in whole units of the asset.
 */
export const RateModel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('FLAT'), amount: UnitPrice }),
  z.strictObject({ kind: z.literal('PER_UNIT'), unitPrice: UnitPrice }),
  z.strictObject({ kind: z.literal('GRADUATED'), tiers: Tiers }),
  z.strictObject({ kind: z.literal('VOLUME'), tiers: Tiers }),
  z.strictObject({
    kind: z.literal('PACKAGE'),
    size: Size,
    price: UnitPrice,
    free: Quantity.regex(/^[^-]/).default('0'),
  }),
  z.strictObject({
    kind: z.literal('PERCENTAGE'),
    percent: z
      .string()
      .max(10)
      .regex(/^(?:0|[1-9][0-9]?|100)(?:\.[0-9]{1,6})?$/)
      .refine((percent) => Number(percent) <= 100, { message: 'at most 100' }),
  }),
])
export type RateModel = z.output<typeof RateModel>

/** One line of a price book. */
export const Rate = z.strictObject({
  /** Names the line in bills, for ever: "shots-garnet". */
  key: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9-]{0,39}$/),
  meter: MeterKey,
  /** Only usage of this subject; without it, of every subject. */
  subject: Subject.exactOptional(),
  model: RateModel,
  /** Minor units that a period costs at least, used or not, and at most. */
  minimum: MinorUnits.default('0'),
  maximum: MinorUnits.exactOptional(),
})
export type Rate = z.output<typeof Rate>
