import { createHash } from 'node:crypto'

/**
 * A set of ids in 16 bytes each at most: 64 bits of their hash. That two ids of ten million are taken for one has a chance of
 * about one in four hundred thousand.
 */
export const createIdSet = () => {
  let slots = new BigUint64Array(1 << 16)
  let count = 0
  const place = (into: BigUint64Array, key: bigint): boolean => {
    const mask = into.length - 1
    let at = Number(key & 0xffff_ffffn) & mask
    for (;;) {
      const there = into[at]
      if (there === key) return false
      if (there === 0n) break
      at = (at + 1) & mask
    }
    into[at] = key
    return true
  }
  const wider = (): void => {
    const next = new BigUint64Array(slots.length * 2)
    for (const key of slots) if (key !== 0n) place(next, key)
    slots = next
  }
  return {
    /** False when it was there already. */
    add: (id: string): boolean => {
      const key = createHash('sha256').update(id).digest().readBigUInt64BE() || 1n
      if (!place(slots, key)) return false
      count += 1
      if (count * 2 > slots.length) wider()
      return true
    },
  }
}
