/** An exact fraction in lowest terms; the denominator is positive. Prices and quantities are rounded once, at the end. */
export type Rational = { readonly n: bigint; readonly d: bigint }

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))

/** n / d, d above nothing. */
export const rational = (n: bigint, d = 1n): Rational => {
  if (d <= 0n) throw new RangeError('a denominator is above nothing')
  const divisor = gcd(n, d)
  return { n: n / divisor, d: d / divisor }
}

export const zero: Rational = { n: 0n, d: 1n }

/** Of a decimal as events and price books write it: an optional sign, digits, an optional fraction. */
export const parseDecimal = (decimal: string): Rational => {
  const negative = decimal.startsWith('-')
  const [whole = '0', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.')
  const size = BigInt(whole + fraction)
  return rational(negative ? -size : size, 10n ** BigInt(fraction.length))
}

export const add = (a: Rational, b: Rational): Rational =>
  a.d === b.d ? rational(a.n + b.n, a.d) : rational(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Rational, b: Rational): Rational => add(a, { n: -b.n, d: b.d })
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d)
export const sum = (parts: readonly Rational[]): Rational => parts.reduce(add, zero)

/** Below nothing when a < b. */
export const compare = (a: Rational, b: Rational): number => {
  const difference = a.n * b.d - b.n * a.d
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}
export const least = (a: Rational, b: Rational): Rational => (compare(a, b) < 0 ? a : b)

/** The least whole number that is not below a / b, both above nothing. */
export const ceilOfQuotient = (a: Rational, b: Rational): bigint => {
  const n = a.n * b.d
  const d = a.d * b.n
  return (n + d - 1n) / d
}

/** Half away from zero. */
export const roundHalfUp = ({ n, d }: Rational): bigint =>
  n < 0n ? -roundHalfUp({ n: -n, d }) : (2n * n + d) / (2n * d)

/** For people and records: exact up to so many decimals, rounded there; without trailing zeros. */
export const toDecimal = (value: Rational, decimals = 12): string => {
  const scaled = roundHalfUp(multiply(value, rational(10n ** BigInt(decimals))))
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - decimals)
  return `${scaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}
