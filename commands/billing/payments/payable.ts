import { amountOf, scaleOf, type Money } from '../../../domain/shared/money.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import {
  cardScaleOf,
  largestPayment,
  smallestPayment,
} from '../../../platform/payments/currencies.ts'

/** Why a card can't pay this; nothing when it can. */
export const unpayable = (amount: Money): Rejection | undefined => {
  const { asset } = amount
  const [code = ''] = asset.split('/')
  if (cardScaleOf(code) !== scaleOf(asset))
    return reject('ASSET_MISMATCH', `Cards do not pay in ${asset}.`)
  const units = amountOf(amount)
  const smallest = smallestPayment(code)
  return units < smallest || units > largestPayment
    ? reject(
        'AMOUNT_OUT_OF_RANGE',
        `A card pays ${smallest.toString()} to ${largestPayment.toString()} minor units of ${code} at once.`,
      )
    : undefined
}
