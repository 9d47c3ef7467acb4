import type { PriceBookEntry } from '../devices/price-book.ts'
import { money, scaleOf, type Money } from '../shared/money.ts'

/** What a run used, or is expected to use. Gate counts are per shot. */
export type Usage = {
  readonly shots: number
  readonly seconds: number
  readonly oneQubitGates: number
  /** Multi-controlled gates on N qubits count as 6(N − 2) here, as IonQ and Azure bill them. */
  readonly twoQubitGates: number
}

/** Rates have at most twelve decimals and seconds six, so every part of the sum is exact at this scale. */
const scale = 18
const one = 10n ** BigInt(scale)

const fromDecimal = (rate: string): bigint => {
  const [whole = '0', fraction = ''] = rate.split('.')
  return BigInt(whole) * one + BigInt(fraction.padEnd(scale, '0'))
}

const microseconds = (seconds: number): bigint => BigInt(Math.round(seconds * 1_000_000))

const roundHalfUp = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator)

/**
 * perTask + perShot·shots + perSecond·max(seconds, minimumDuration) + per1qGateShot·N1q·shots + per2qGateShot·N2q·shots,
 * exact until it is rounded once, half up, to the asset's minor unit; never less than the minimum.
 */
export const priceOf = (price: PriceBookEntry, usage: Usage): Money => {
  const shots = BigInt(usage.shots)
  const seconds = Math.max(usage.seconds, price.minimumDuration)
  const total =
    fromDecimal(price.perTask) +
    fromDecimal(price.perShot) * shots +
    (fromDecimal(price.perSecond) * microseconds(seconds)) / 1_000_000n +
    fromDecimal(price.per1qGateShot) * BigInt(usage.oneQubitGates) * shots +
    fromDecimal(price.per2qGateShot) * BigInt(usage.twoQubitGates) * shots
  const minor = roundHalfUp(total * 10n ** BigInt(scaleOf(price.asset)), one)
  const minimum = BigInt(price.minimum)
  return money(minor < minimum ? minimum : minor, price.asset)
}
