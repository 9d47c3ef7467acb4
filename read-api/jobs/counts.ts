import type { Counts } from '../../platform/results/packed-counts.ts'

export type Register = { readonly name: string; readonly size: number }
export type RegisterCounts = Register & { readonly counts: Counts }
export type Outcome = {
  readonly bits: string
  readonly shots: number
  readonly probability: number
}

/** From the right in the order of declaration: register `r` takes `size` bits, and the next one those to its left. */
export const countsByRegister = (
  counts: Counts,
  registers: readonly Register[],
): readonly RegisterCounts[] => {
  let low = 0
  return registers.map(({ name, size }) => {
    const own = new Map<string, number>()
    for (const [bits, shots] of Object.entries(counts)) {
      const part = bits.slice(bits.length - low - size, bits.length - low)
      own.set(part, (own.get(part) ?? 0) + shots)
    }
    low += size
    return { name, size, counts: Object.fromEntries(own) }
  })
}

/** The most frequent first; of equals the smaller number. */
export const outcomesOf = (counts: Counts, first: number): readonly Outcome[] => {
  const entries = Object.entries(counts)
  const total = entries.reduce((sum, [, shots]) => sum + shots, 0)
  return entries
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, first)
    .map(([bits, shots]) => ({ bits, shots, probability: shots / total }))
}
