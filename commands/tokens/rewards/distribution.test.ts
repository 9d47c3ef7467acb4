import t from 'tap'
import { AbiCoder, concat, keccak256 } from 'ethers'
import { proofOf, rootOf } from './distribution.ts'

const shares = [1, 2, 3, 4, 5].map((each) => ({
  computerId: `0x${String(each).repeat(64)}`,
  account: `0x${String(each).repeat(40)}`,
  amount: `${each}000`,
}))

/** As the contract climbs from a leaf to the root (OpenZeppelin's MerkleProof). */
const climbed = (share: (typeof shares)[number], proof: readonly string[]): string => {
  const { computerId, account, amount } = share
  const types = ['bytes32', 'address', 'uint256']
  const inner = keccak256(AbiCoder.defaultAbiCoder().encode(types, [computerId, account, amount]))
  return proof.reduce(
    (hash, other) => keccak256(concat(hash < other ? [hash, other] : [other, hash])),
    keccak256(inner),
  )
}

t.test('every share is under the root, and under no other amount', async (t) => {
  const root = rootOf(shares)
  for (const share of shares) {
    const proof = proofOf(shares, share.computerId) ?? []
    t.equal(climbed(share, proof), root)
    t.not(climbed({ ...share, amount: '9000' }, proof), root)
  }
  t.equal(rootOf([...shares].reverse()), root, 'in whatever order')
})

t.test('nothing for nobody', async (t) => {
  t.equal(rootOf([]), undefined)
  t.equal(proofOf(shares, `0x${'9'.repeat(64)}`), undefined)
})
