import type { Register } from '../language/instructions.ts'

/** Counts by bit string: bit 0 of a register rightmost, registers declared later to the left. */
export type Tally = {
  readonly add: (bits: Uint8Array, shots: number) => void
  readonly counts: () => Readonly<Record<string, number>>
  readonly registers: () => readonly {
    readonly name: string
    readonly size: number
    readonly counts: Readonly<Record<string, number>>
  }[]
}

const sorted = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))

export const createTally = (registers: readonly Register[]): Tally => {
  const total = new Map<string, number>()
  const positions = registers
    .toReversed()
    .flatMap(({ offset, size }) =>
      Array.from({ length: size }, (_, bit) => offset + size - 1 - bit),
    )
  return {
    add: (bits, shots) => {
      const key = positions.map((position) => (bits[position] === 1 ? '1' : '0')).join('')
      total.set(key, (total.get(key) ?? 0) + shots)
    },
    counts: () => sorted(total),
    registers: () => {
      let end = positions.length
      return registers.map(({ name, size }) => {
        const counts = new Map<string, number>()
        for (const [key, shots] of total) {
          const part = key.slice(end - size, end)
          counts.set(part, (counts.get(part) ?? 0) + shots)
        }
        end -= size
        return { name, size, counts: sorted(counts) }
      })
    },
  }
}
