import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import type { Random } from '../../../platform/providers/simulator/engine/random.ts'
import { between, chance, pick } from '../../../ops/faults/draw.ts'
import { amount } from './draw-payments.ts'
import { qvt, type Deed, type Leaf, type World } from './world.ts'

const staking = [
  ...['stake', 'stake', 'stake', 'requestUnstake', 'requestUnstake', 'unstake', 'unstake'],
  ...['claim', 'claim', 'fund', 'setRewardRate', 'slash'],
] as const

export const drawStaking = (random: Random, world: World): Deed => {
  const { chain, actors, computers, reasons } = world
  const method = pick(random, staking)
  const computer = pick(random, computers)
  const from = pick(random, actors).address
  const operator = chance(random, 0.95) ? chain.operator.address : from
  const deed = { contract: 'STAKING', method, from } as const
  switch (method) {
    case 'stake':
    case 'requestUnstake':
      return { ...deed, texts: [computer, amount(random, 5_000)] }
    case 'unstake':
      return { ...deed, texts: [computer] }
    case 'claim':
      return { ...deed, texts: [] }
    case 'fund':
      return { ...deed, texts: [amount(random, 2_000)] }
    case 'setRewardRate':
      return {
        ...deed,
        from: operator,
        texts: [String((BigInt(between(random, 0, 50)) * qvt) / 100n)],
      }
    case 'slash': {
      const isNew = reasons.length === 0 || chance(random, 0.8)
      const reason = isNew ? contractIdOf(`reason ${reasons.length}`) : pick(random, reasons)
      if (isNew) reasons.push(reason)
      return { ...deed, from: operator, texts: [computer, amount(random, 3_000), reason] }
    }
    default:
      return method satisfies never
  }
}

const publish = (random: Random, world: World): Deed => {
  const { chain, actors, computers, epochs } = world
  const leaves = computers.map((computer, n): Leaf => {
    const operator = actors[n]?.address ?? ''
    return [computer, operator, String(BigInt(between(random, 1, 100)) * qvt)]
  })
  const tree = StandardMerkleTree.of(leaves, ['bytes32', 'address', 'uint256'])
  const epoch = chance(random, 0.85) ? epochs.length : between(random, 0, epochs.length)
  if (epoch === epochs.length) epochs.push({ epoch, tree })
  const promised = leaves.reduce((sum, [, , part]) => sum + BigInt(part), 0n)
  // Now and then less than the leaves come to: then somebody is told that nothing is left, and nobody else pays for it.
  const total = chance(random, 0.2) ? promised / 2n : promised
  const texts = [String(epoch), tree.root, String(total)]
  return { from: chain.treasury.address, contract: 'REWARDS', method: 'publish', texts }
}

export const drawRewards = (random: Random, world: World): Deed => {
  const { actors, epochs } = world
  if (epochs.length === 0 || chance(random, 0.25)) return publish(random, world)
  const { epoch, tree } = pick(random, epochs.slice(-5))
  const place = between(random, 0, 2)
  const [computer, operator, promised] = tree.at(place) ?? ['', '', '0']
  const asked = chance(random, 0.9) ? promised : String(BigInt(promised) * 2n)
  const proof = JSON.stringify(tree.getProof(place))
  const texts = [String(epoch), computer, operator, asked, proof]
  return { from: pick(random, actors).address, contract: 'REWARDS', method: 'claim', texts }
}

export const drawToken = (random: Random, world: World): Deed => {
  const { chain, actors } = world
  const from = pick(random, actors).address
  const to = pick(random, actors).address
  const method = pick(random, ['transfer', 'transfer', 'delegate', 'delegate', 'mint', 'pause'])
  const deed = { from, contract: 'QVT', method } as const
  switch (method) {
    case 'delegate':
      return { ...deed, texts: [to] }
    case 'mint': {
      const most = chance(random, 0.3) ? 9_500_000_000 : 1_000
      const minter = chance(random, 0.7) ? chain.settings.contracts.timelock : from
      return { ...deed, from: minter, texts: [to, amount(random, most)] }
    }
    case 'pause': {
      const isOn = chance(random, 0.12)
      return {
        ...deed,
        from: chain.operator.address,
        method: isOn ? 'pause' : 'unpause',
        texts: [],
      }
    }
    default:
      return { ...deed, texts: [to, amount(random, 20_000)] }
  }
}
