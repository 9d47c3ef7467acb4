import { MinorUnits } from '../../shared/money.ts'
import { reject, type Rejection } from '../../shared/rejection.ts'
import type { ExistingPriceBook, PriceBookVersion } from './price-book.ts'
import type { Rate } from './rate-models.ts'
import { rateQuantity } from './rate.ts'
import { toDecimal, type Rational } from './rational.ts'

/** A line as bills and people read it. Decimals are exact to twelve places; `amount` is in minor units of `asset`. */
export type RatedLine = {
  /** `<price book>.<rate key>.<month>`: the same line whatever version rates it, and however often. */
  readonly lineId: string
  readonly priceBookId: string
  readonly version: number
  readonly rateKey: string
  readonly month: string
  readonly meter: string
  readonly unit: string
  readonly subject?: string
  readonly model: Rate['model']['kind']
  readonly quantity: string
  readonly parts: readonly {
    readonly quantity: string
    readonly unitPrice: string
    readonly flat: string
    /** In whole units of the asset. */
    readonly amount: string
  }[]
  readonly amount: bigint
  readonly asset: string
  readonly bound: 'MINIMUM' | 'MAXIMUM' | null
}

/** What a rate is applied to: the quantity of its meter and subject in the month. */
export type QuantityOf = (rate: Rate) => { readonly quantity: Rational; readonly unit: string }

/** Every rate of a version as a line, in the book's order. Pure: the same quantities give the same lines. */
export const rateMonth = (
  { priceBookId, asset }: Pick<ExistingPriceBook, 'priceBookId' | 'asset'>,
  { version, rates }: PriceBookVersion,
  month: string,
  quantityOf: QuantityOf,
): readonly RatedLine[] | Rejection => {
  const lines = rates.map((rate): RatedLine => {
    const { quantity, unit } = quantityOf(rate)
    const rated = rateQuantity(rate, quantity, asset)
    return {
      lineId: `${priceBookId}.${rate.key}.${month}`,
      priceBookId,
      version,
      rateKey: rate.key,
      month,
      meter: rate.meter,
      unit,
      ...(rate.subject === undefined ? {} : { subject: rate.subject }),
      model: rate.model.kind,
      quantity: toDecimal(rated.quantity),
      parts: rated.parts.map(({ quantity, unitPrice, flat, amount }) => ({
        quantity: toDecimal(quantity),
        unitPrice,
        flat,
        amount: toDecimal(amount),
      })),
      amount: rated.amount,
      asset,
      bound: rated.bound,
    }
  })
  // A line that no event could hold is refused as a whole, not left out of the bill.
  return lines.every(({ amount }) => MinorUnits.safeParse(amount.toString()).success)
    ? lines
    : reject('AMOUNT_OUT_OF_RANGE', 'The usage would cost more than there is money to count.')
}
