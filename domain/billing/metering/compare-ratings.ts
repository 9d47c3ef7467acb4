import type { RatedLine } from './rated-line.ts'
import type { RatingDifference } from './rerating.ts'

const total = (lines: readonly RatedLine[]): bigint =>
  lines.reduce((sum, { amount }) => sum + amount, 0n)

/** Line by line, those of either book, in the order of the new one; the differences add up to the whole. */
export const compareRatings = (
  before: readonly RatedLine[],
  after: readonly RatedLine[],
): {
  readonly lines: RatingDifference[]
  readonly totalBefore: string
  readonly totalAfter: string
  readonly difference: string
} => {
  const keys = [...new Set([...after, ...before].map(({ rateKey }) => rateKey))]
  const lines = keys.flatMap((rateKey): RatingDifference[] => {
    const was = before.find((line) => line.rateKey === rateKey)
    const is = after.find((line) => line.rateKey === rateKey)
    const shown = is ?? was
    if (shown === undefined) return []
    const [costBefore, costAfter] = [was?.amount ?? 0n, is?.amount ?? 0n]
    return [
      {
        rateKey,
        meter: shown.meter,
        quantity: shown.quantity,
        before: costBefore.toString(),
        after: costAfter.toString(),
        difference: (costAfter - costBefore).toString(),
      },
    ]
  })
  return {
    lines,
    totalBefore: total(before).toString(),
    totalAfter: total(after).toString(),
    difference: (total(after) - total(before)).toString(),
  }
}
