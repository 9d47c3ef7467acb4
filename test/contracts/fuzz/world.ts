import type { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import type { Wallet } from 'ethers'
import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import type { ContractName } from '../../../platform/chain/contracts/artifacts.ts'
import type { Address, Hex } from '../../../platform/chain/port.ts'
import { startTestChain, type TestChain } from '../../servers/chain.ts'

export const qvt = 10n ** 18n

/** A call as the fuzz makes it: from whom, of what. Whether the contract takes it is the contract's to say. */
export type Deed = {
  readonly from: Address
  readonly contract: ContractName
  readonly method: string
  readonly texts: readonly string[]
}

export type Leaf = [computer: Hex, operator: Address, amount: string]

/** What the fuzz remembers, to aim at things that exist. What it believes of them is nowhere: that is asked of the chain. */
export type World = {
  readonly chain: TestChain
  readonly actors: readonly Wallet[]
  readonly computers: readonly Hex[]
  readonly payments: Hex[]
  readonly refunds: Hex[]
  readonly reasons: Hex[]
  readonly epochs: { readonly epoch: number; readonly tree: StandardMerkleTree<Leaf> }[]
}

const inTurn = async <Value>(count: number, make: (n: number) => Promise<Value>) => {
  const made: Value[] = []
  for (let n = 0; n < count; n += 1) made.push(await make(n))
  return made
}

/** Five people with a million each, and three computers that three of them operate. */
export const openWorld = async (): Promise<World> => {
  const chain = await startTestChain()
  const { contracts } = chain.settings
  const actors = await inTurn(5, () => chain.account(1_000_000n * qvt))
  const computers = await inTurn(3, async (n) => {
    const id = contractIdOf(`computer ${n}`)
    const operator = actors[n]?.address ?? ''
    await chain.send(chain.operator, 'REGISTRY', 'register', [id, operator, '100'])
    return id
  })
  for (const actor of actors)
    await chain.send(actor, 'QVT', 'approve', [contracts.staking, String(2n ** 255n)])
  const setRate = ['setRewardRate', [String(qvt / 10n)]] as const
  await chain.send(chain.operator, 'STAKING', ...setRate)
  // Whoever calls is let be: the signatures that matter here are those inside of calls.
  await chain.ask('anvil_autoImpersonateAccount', [true])
  await chain.ask('anvil_setBalance', [contracts.timelock, '0x3635c9adc5dea00000'])
  return { chain, actors, computers, payments: [], refunds: [], reasons: [], epochs: [] }
}
