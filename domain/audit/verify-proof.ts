import { nodeHash, sameHash, type Sha256 } from './hashes.ts'

export type Inclusion = {
  readonly index: number
  readonly size: number
  readonly leaf: Uint8Array
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

const half = (n: number): number => Math.floor(n / 2)

/** Whether the proof leads from a leaf's hash to the root: RFC 9162, 2.1.3.2. */
export const provesInclusion = (sha256: Sha256, claim: Inclusion): boolean => {
  const { index, size, leaf, proof, root } = claim
  if (index < 0 || index >= size) return false
  let [at, last, hash] = [index, size - 1, leaf]
  for (const other of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sha256, other, hash)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(sha256, hash, other)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameHash(hash, root)
}

export type Consistency = {
  readonly from: number
  readonly to: number
  readonly fromRoot: Uint8Array
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** Whether the proof shows that the first tree is the beginning of the second: RFC 9162, 2.1.4.2. */
export const provesConsistency = (sha256: Sha256, claim: Consistency): boolean => {
  const { from, to, fromRoot, toRoot, proof } = claim
  if (from < 0 || from > to) return false
  if (from === to) return proof.length === 0 && sameHash(fromRoot, toRoot)
  if (from === 0) return proof.length === 0 && sameHash(fromRoot, sha256())
  // A perfect old tree is a subtree of the new one: its root is where the way begins.
  const isPerfect = Number.isInteger(Math.log2(from))
  const [first, ...others] = isPerfect ? [fromRoot, ...proof] : proof
  if (first === undefined) return false
  let [at, last] = [from - 1, to - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  let [old, now] = [first, first]
  for (const other of others) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      old = nodeHash(sha256, other, old)
      now = nodeHash(sha256, other, now)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else now = nodeHash(sha256, now, other)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameHash(old, fromRoot) && sameHash(now, toRoot)
}
