import type { Memory } from '../providers/simulator/language/values.ts'
import type { Condition } from './circuit.ts'

const mostBits = 14

/** A memory that notes which of its bits are read; asking it for anything but bits ends the attempt. */
const watched = (values: ReadonlyMap<number, number>, read: Set<number>): Memory => ({
  bits: new Proxy(new Uint8Array(), {
    get: (_, key) => {
      const bit = typeof key === 'string' ? Number(key) : Number.NaN
      if (!Number.isInteger(bit)) throw new TypeError('more than a bit is asked for')
      read.add(bit)
      return values.get(bit) ?? 0
    },
  }),
  cells: new Proxy([], {
    get: () => {
      throw new TypeError('a variable is asked for')
    },
  }),
})

/**
 * A compiled condition as a table over the bits that it reads: asked for every setting of those known so far, until it
 * reads no others. Nothing when it reads variables, or too many bits.
 */
export const conditionOf = (test: (memory: Memory) => boolean): Condition | undefined => {
  const read = new Set<number>()
  for (;;) {
    const bits = [...read].sort((a, b) => a - b)
    if (bits.length > mostBits) return undefined
    const holds: boolean[] = []
    try {
      for (let setting = 0; setting < 2 ** bits.length; setting += 1)
        holds.push(test(watched(new Map(bits.map((bit, k) => [bit, (setting >> k) & 1])), read)))
    } catch (error) {
      if (error instanceof TypeError) return undefined
      throw error
    }
    if (read.size === bits.length) return { bits, holds }
  }
}
