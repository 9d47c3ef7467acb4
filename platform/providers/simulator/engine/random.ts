import { createHash } from 'node:crypto'

/** A reproducible stream of uniform numbers in [0, 1) with 53 random bits each. */
export type Random = () => number

const rotl = (x: number, k: number): number => (x << k) | (x >>> (32 - k))

/**
 * xoshiro128** (Blackman and Vigna, 2018) over the first 128 bits of the seed text's sha-256. Integer arithmetic alone,
 * so that every machine and every Node version draws the same numbers.
 */
export const createRandom = (seed: string): Random => {
  const digest = createHash('sha256').update(seed).digest()
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let d = digest.readInt32LE(12)
  const next = (): number => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9)
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotl(d, 11)
    return result
  }
  return () => (next() >>> 5) * 2 ** -27 + (next() >>> 6) * 2 ** -53
}

/** How many of `trials` succeed when each does with probability p. Exact; draws about one number per success. */
export const binomial = (random: Random, trials: number, p: number): number => {
  if (p <= 0 || trials === 0) return 0
  if (p >= 1) return trials
  if (p > 0.5) return trials - binomial(random, trials, 1 - p)
  if (p > 0.1 || trials < 16) {
    let successes = 0
    for (let trial = 0; trial < trials; trial += 1) if (random() < p) successes += 1
    return successes
  }
  // Gaps between successes are geometric.
  const scale = Math.log1p(-p)
  let successes = 0
  for (let trial = -1; ; successes += 1) {
    trial += 1 + Math.floor(Math.log(1 - random()) / scale)
    if (trial >= trials) return successes
  }
}
