import { randomFillSync } from 'node:crypto'

/** As many ids' worth as are drawn at once: one call of the system for a few hundred of them. */
const drawn = 8_192
const pool = Buffer.alloc(drawn)
let used = drawn

/** Random bytes for ids: each is given out once. Not for keys: what was given out stays in memory for a while. */
export const randomForIds = (count: number): Uint8Array => {
  if (used + count > drawn) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Uint8Array.prototype.slice.call(pool, used, used + count)
  used += count
  return bytes
}
