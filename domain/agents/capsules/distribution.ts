import { z } from 'zod'

/** Probabilities by bit string, as results name them: classical bit 0 rightmost. */
export const Distribution = z
  .record(z.string().regex(/^[01]{1,512}$/), z.number().min(0).max(1))
  .refine((value) => Object.keys(value).length > 0 && Object.keys(value).length <= 4096, {
    message: 'a distribution has 1 to 4096 outcomes',
  })
  .refine((value) => Math.abs(sum(Object.values(value)) - 1) < 1e-6, {
    message: 'the probabilities of a distribution add up to 1',
  })
export type Distribution = z.output<typeof Distribution>

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

/** What counts say of the probabilities. */
export const frequencies = (
  counts: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> => {
  const shots = sum(Object.values(counts))
  return Object.fromEntries(Object.entries(counts).map(([bits, count]) => [bits, count / shots]))
}

/** Half the sum of all differences: 0 for the same, 1 for distributions that share no outcome. */
export const totalVariation = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): number => {
  const outcomes = new Set([...Object.keys(one), ...Object.keys(other)])
  return sum([...outcomes].map((bits) => Math.abs((one[bits] ?? 0) - (other[bits] ?? 0)))) / 2
}

/** How often a sound program may be further from its distribution than the tolerance: once in a million. */
const rarely = 1e-6

/**
 * How far frequencies over so many shots stray from the probabilities of so many outcomes, but for one time in a million:
 * √((k ln 2 + ln 10⁶) / 2n), the inequality of Bretagnolle, Huber and Carol for half of the L1 distance. At most 1, rounded up.
 */
export const toleranceOf = (outcomes: number, shots: number): number => {
  const bound = Math.sqrt((outcomes * Math.LN2 - Math.log(rarely)) / (2 * shots))
  return Math.min(1, Math.ceil(bound * 1000) / 1000)
}
