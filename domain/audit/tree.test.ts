import { createHash } from 'node:crypto'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { leafHash, nodeHash, type Sha256 } from './hashes.ts'
import { consistencySpans, inclusionSpans } from './proofs.ts'
import { emptyRange, extend, extendByLeaves, rootOf } from './range.ts'
import { placesOf, splitOf, type Span } from './span.ts'
import { provesConsistency, provesInclusion } from './verify-proof.ts'

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => Buffer.from(text, 'hex')

/** RFC 6962, 2.1, word by word. */
const naive = (leaves: readonly Uint8Array[]): Uint8Array => {
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return leaves[0]!
  const k = splitOf(leaves.length)
  return nodeHash(sha256, naive(leaves.slice(0, k)), naive(leaves.slice(k)))
}
const hashesOf = (leaves: readonly Uint8Array[], spans: readonly Span[]) =>
  spans.map(({ begin, end }) => naive(leaves.slice(begin, end)))

/** The inputs of the test vectors of Certificate Transparency. */
const known = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((input) => leafHash(sha256, bytes(input)))
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

t.test('the roots and proofs of Certificate Transparency’s test vectors', async (t) => {
  for (const [size, root] of roots.entries()) {
    const range = extendByLeaves(sha256, emptyRange(), known.slice(0, size))
    t.equal(hex(rootOf(sha256, range)), root, `of ${size}`)
  }
  t.same(hashesOf(known, inclusionSpans(0, 8)).map(hex), [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ])
  t.same(hashesOf(known, consistencySpans(6, 8)).map(hex), [
    '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
    'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  ])
})

const many = Array.from({ length: 300 }, (_, n) => leafHash(sha256, Buffer.from(String(n))))
const someSize = fc.integer({ min: 1, max: many.length })

t.test(
  'leaf by leaf or at once, from any place on, the root is that of the definition',
  async () => {
    fc.assert(
      fc.property(someSize, fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = many.slice(0, size)
        const [begin, end] = [a % (size + 1), b % (size + 1)].sort((x, y) => x - y)
        const left = extendByLeaves(sha256, emptyRange(), leaves.slice(0, begin))
        const middle = extendByLeaves(sha256, emptyRange(begin), leaves.slice(begin, end))
        const right = extendByLeaves(sha256, emptyRange(end), leaves.slice(end))
        const whole = extend(sha256, extend(sha256, left, middle.peaks), right.peaks)
        const places = placesOf({ begin: begin!, end: end! })
        return (
          hex(rootOf(sha256, whole)) === hex(naive(leaves)) &&
          whole.peaks.length <= Math.log2(size) + 1 &&
          JSON.stringify(places.map(({ level }) => level)) ===
            JSON.stringify(middle.peaks.map(({ level }) => level))
        )
      }),
    )
  },
)

t.test('what would not fit is refused', async (t) => {
  const one = extendByLeaves(sha256, emptyRange(), many.slice(0, 1))
  t.throws(() => extend(sha256, one, [{ level: 1, hash: many[0]! }]), RangeError)
  t.throws(() => inclusionSpans(3, 3), RangeError)
  t.throws(() => consistencySpans(4, 3), RangeError)
})

/** One bit of a hash, or one hash too many or too few. */
const spoilt = (proof: readonly Uint8Array[], how: number): readonly Uint8Array[] => {
  const at = proof.length === 0 ? -1 : how % proof.length
  if (how % 3 === 0 || at < 0) return [...proof, many[how % many.length]!]
  if (how % 3 === 1) return proof.filter((_, i) => i !== at)
  return proof.map((hash, i) =>
    i === at ? hash.map((byte, j) => (j === 0 ? byte ^ 1 : byte)) : hash,
  )
}

t.test('a leaf that is in the tree is proved to be, at its place and no other', async () => {
  fc.assert(
    fc.property(someSize, fc.nat(), fc.nat(), (size, a, how) => {
      const leaves = many.slice(0, size)
      const index = a % size
      const proof = hashesOf(leaves, inclusionSpans(index, size))
      const claim = { index, size, leaf: leaves[index]!, proof, root: naive(leaves) }
      const other = { ...claim, index: (index + 1) % size }
      return (
        provesInclusion(sha256, claim) &&
        proof.length <= Math.ceil(Math.log2(size)) + 1 &&
        (size === 1 || !provesInclusion(sha256, other)) &&
        !provesInclusion(sha256, {
          ...claim,
          leaf: many.at(how % size) === claim.leaf ? sha256() : many[how % size]!,
        }) &&
        !provesInclusion(sha256, { ...claim, proof: spoilt(proof, how) })
      )
    }),
  )
})

t.test('a tree is proved to begin with another one, and with no other', async () => {
  fc.assert(
    fc.property(someSize, fc.nat(), fc.nat(), (to, a, how) => {
      const leaves = many.slice(0, to)
      const from = a % (to + 1)
      const proof = hashesOf(leaves, consistencySpans(from, to))
      const [fromRoot, toRoot] = [naive(leaves.slice(0, from)), naive(leaves)]
      const claim = { from, to, fromRoot, toRoot, proof }
      return (
        provesConsistency(sha256, claim) &&
        !provesConsistency(sha256, {
          ...claim,
          fromRoot: many[0] === fromRoot ? many[1]! : many[0]!,
          toRoot: sha256(toRoot),
        }) &&
        (from === 0 || !provesConsistency(sha256, { ...claim, fromRoot: sha256(fromRoot) })) &&
        !provesConsistency(sha256, { ...claim, proof: spoilt(proof, how) })
      )
    }),
  )
})
