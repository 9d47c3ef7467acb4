import { z } from 'zod'

/** Hundredths of a percent; nobody taxes at more than the price. */
export const TaxBasisPoints = z.int().min(0).max(10_000)

/** What is added to what is due, under the name it has where the customer is: "VAT", "USt.", "GST". */
export const TaxRate = z.strictObject({
  label: z.string().trim().min(1).max(40),
  basisPoints: TaxBasisPoints,
})
export type TaxRate = z.output<typeof TaxRate>

const whole = 10_000n

const floorOf = (dividend: bigint): bigint => {
  const quotient = dividend / whole
  return dividend % whole < 0n ? quotient - 1n : quotient
}

/**
 * The tax on a sum of amounts that are taxed alike, rounded half up once, and the part of it that falls on each, by the
 * largest remainder: the parts add up to the tax, and none is off by a minor unit or more. The sum is not negative; single
 * amounts may be, and take their part of the tax away.
 */
export const taxOn = (
  amounts: readonly bigint[],
  basisPoints: number,
): { readonly tax: bigint; readonly parts: readonly bigint[] } => {
  const sum = amounts.reduce((total, amount) => total + amount, 0n)
  if (sum < 0n) throw new RangeError('a sum below zero is not taxed')
  const rate = BigInt(basisPoints)
  const tax = (sum * rate + whole / 2n) / whole
  const parts = amounts.map((amount) => floorOf(amount * rate))
  const left = Number(tax - parts.reduce((total, part) => total + part, 0n))
  const byRemainder = amounts
    .map((amount, index) => ({ index, rest: amount * rate - floorOf(amount * rate) * whole }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n
  return { tax, parts }
}
