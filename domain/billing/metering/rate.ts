import { scaleOf } from '../../shared/money.ts'
import { exhausted } from '../../shared/values.ts'
import type { Rate, RateModel, Tier } from './rate-models.ts'
import {
  add,
  ceilOfQuotient,
  compare,
  least,
  multiply,
  parseDecimal,
  rational,
  roundHalfUp,
  subtract,
  sum,
  toDecimal,
  zero,
  type Rational,
} from './rational.ts'

/** A part of a line, exact: what of the quantity, at what price, comes to how much in whole units of the asset. */
export type RatedPart = {
  readonly quantity: Rational
  readonly unitPrice: string
  readonly flat: string
  readonly amount: Rational
}

/** One rate applied to one quantity. `exact` is the sum of the parts; `amount` is it rounded once, in minor units, within the bounds. */
export type RatedQuantity = {
  readonly quantity: Rational
  readonly parts: readonly RatedPart[]
  readonly exact: Rational
  readonly amount: bigint
  /** Which bound decided the amount. */
  readonly bound: 'MINIMUM' | 'MAXIMUM' | null
}

const part = (quantity: Rational, unitPrice: string, flat = '0'): RatedPart => ({
  quantity,
  unitPrice,
  flat,
  amount: add(multiply(quantity, parseDecimal(unitPrice)), parseDecimal(flat)),
})

/** Each tier's part at the tier's price. */
const graduated = (tiers: readonly Tier[], quantity: Rational): readonly RatedPart[] => {
  const parts: RatedPart[] = []
  let from = zero
  for (const { upTo, unitPrice, flat } of tiers) {
    if (compare(quantity, from) <= 0) break
    const to = upTo === null ? quantity : least(parseDecimal(upTo), quantity)
    parts.push(part(subtract(to, from), unitPrice, flat))
    from = to
  }
  return parts
}

/** All of it at the price of the tier that the whole falls into. */
const volume = (tiers: readonly Tier[], quantity: Rational): readonly RatedPart[] => {
  if (compare(quantity, zero) <= 0) return []
  const tier = tiers.find(({ upTo }) => upTo === null || compare(quantity, parseDecimal(upTo)) <= 0)
  return tier === undefined ? [] : [part(quantity, tier.unitPrice, tier.flat)]
}

const partsOf = (model: RateModel, quantity: Rational): readonly RatedPart[] => {
  switch (model.kind) {
    case 'FLAT':
      return [part(zero, '0', model.amount)]
    case 'PER_UNIT':
      return [part(quantity, model.unitPrice)]
    case 'GRADUATED':
      return graduated(model.tiers, quantity)
    case 'VOLUME':
      return volume(model.tiers, quantity)
    case 'PACKAGE': {
      const paid = subtract(quantity, parseDecimal(model.free))
      if (compare(paid, zero) <= 0) return []
      return [part(rational(ceilOfQuotient(paid, parseDecimal(model.size))), model.price)]
    }
    case 'PERCENTAGE':
      return [part(quantity, toDecimal(multiply(parseDecimal(model.percent), rational(1n, 100n))))]
    default:
      return exhausted(model)
  }
}

/**
 * What a quantity of one month costs by one rate: exact fractions, rounded once (half up) to the asset's minor unit, then
 * held within the rate's minimum and maximum. Nothing is owed to the customer: below nothing counts as nothing.
 */
export const rateQuantity = (
  { model, minimum, maximum }: Pick<Rate, 'model' | 'minimum' | 'maximum'>,
  quantity: Rational,
  asset: string,
): RatedQuantity => {
  const used = compare(quantity, zero) < 0 ? zero : quantity
  const parts = partsOf(model, used)
  const exact = sum(parts.map(({ amount }) => amount))
  const rounded = roundHalfUp(multiply(exact, rational(10n ** BigInt(scaleOf(asset)))))
  const least = BigInt(minimum)
  const most = maximum === undefined ? undefined : BigInt(maximum)
  if (rounded < least) return { quantity, parts, exact, amount: least, bound: 'MINIMUM' }
  if (most !== undefined && rounded > most)
    return { quantity, parts, exact, amount: most, bound: 'MAXIMUM' }
  return { quantity, parts, exact, amount: rounded, bound: null }
}
