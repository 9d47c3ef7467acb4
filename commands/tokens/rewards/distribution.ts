import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import type { RewardShare } from '../../../domain/tokens/rewards/epoch-events.ts'

/** As QvtRewards hashes them: which computer, who is paid, how much. */
const leafTypes = ['bytes32', 'address', 'uint256']

type Paid = Pick<RewardShare, 'computerId' | 'account' | 'amount'>

const treeOf = (shares: readonly Paid[]) =>
  StandardMerkleTree.of(
    shares.map(({ computerId, account, amount }) => [computerId, account, amount]),
    leafTypes,
  )

/** What an epoch publishes: one hash that stands for all its shares. Nothing for none. */
export const rootOf = (shares: readonly Paid[]): string | undefined =>
  shares.length === 0 ? undefined : treeOf(shares).root

/** The hashes that show a share to be under the root; nothing for a computer without one. */
export const proofOf = (
  shares: readonly Paid[],
  computerId: string,
): readonly string[] | undefined => {
  const place = shares.findIndex((share) => share.computerId === computerId)
  return place === -1 ? undefined : treeOf(shares).getProof(place)
}
