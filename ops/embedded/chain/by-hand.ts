import { JsonRpcProvider, Network, type BaseWallet } from 'ethers'
import type { ContractName } from '../../../platform/chain/contracts/artifacts.ts'
import { encodeCall } from '../../../platform/chain/contracts/call.ts'
import { addressOf } from '../../../platform/chain/contracts/decode.ts'
import type { Hex } from '../../../platform/chain/port.ts'
import type { ChainSettings } from '../../../platform/chain/settings.ts'
import { fund } from './deploy.ts'

/** A local chain in the hands of whoever tries the hub out: of its people, and of its clock. */
export type ChainByHand = {
  /** Anything of the node's own: `anvil_reorg`, `evm_setAutomine`, … */
  readonly ask: (method: string, parameters: readonly unknown[]) => Promise<unknown>
  /** Sends a call of a contract and waits for its block; the hash. Throws when it reverts. */
  readonly send: (
    from: BaseWallet,
    contract: ContractName,
    method: string,
    texts: readonly string[],
  ) => Promise<Hex>
  /** Coins for gas. */
  readonly fund: (addresses: readonly string[]) => Promise<void>
  /** Blocks on top: two make what is in the newest final. */
  readonly mine: (blocks?: number) => Promise<void>
  /** Seconds that the chain's own clock goes forward, with a block. */
  readonly passTime: (seconds: number) => Promise<void>
  readonly close: () => void
}

export const takeInHand = (settings: ChainSettings): ChainByHand => {
  const provider = new JsonRpcProvider(settings.url, Network.from(settings.chainId), {
    ...{ staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 },
  })
  provider.pollingInterval = 50
  const ask: ChainByHand['ask'] = (method, parameters) => provider.send(method, [...parameters])
  const mine = async (blocks = 1): Promise<void> => {
    await ask('anvil_mine', [`0x${blocks.toString(16)}`])
  }
  return {
    ask,
    mine,
    send: async (from, contract, method, texts) => {
      const order = { to: addressOf(settings, contract), data: encodeCall(contract, method, texts) }
      const signer = from.connect(provider)
      const gas = await signer.estimateGas(order)
      // By the next block's time there may be more to write down, such as rewards.
      const sent = await signer.sendTransaction({ ...order, gasLimit: gas + gas / 2n })
      const receipt = await sent.wait(1, 10_000)
      if (receipt?.status !== 1) throw new Error(`${contract}.${method} reverted`)
      return sent.hash
    },
    fund: (addresses) => fund(provider, addresses),
    passTime: async (seconds) => {
      await ask('evm_increaseTime', [seconds])
      await mine()
    },
    close: () => provider.destroy(),
  }
}
