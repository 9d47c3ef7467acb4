import { JsonRpcProvider, Network } from 'ethers'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { running, type Running } from '../../hub/keep.ts'

const blockSchema = z.object({
  number: z.string(),
  timestamp: z.string(),
  transactions: z.array(z.unknown()),
})

const idleSeconds = 30
/** So many blocks have to stand on one before it is final. */
const finalDepth = 2

/**
 * A local chain makes a block for every transaction and none besides. This one adds what finality needs on top of each, a
 * second apart, and one every half minute, so that whoever asks the chain for the time is not told yesterday's.
 */
export const startMiner = (url: string, chainId: number): Running =>
  running(async (signal) => {
    const provider = new JsonRpcProvider(url, Network.from(chainId), { staticNetwork: true })
    const block = async (tag: string) => {
      const found: unknown = await provider.send('eth_getBlockByNumber', [tag, false])
      return blockSchema.parse(found)
    }
    const isDue = async (): Promise<boolean> => {
      const latest = await block('latest')
      if (Date.now() / 1000 - Number(latest.timestamp) > idleSeconds) return true
      for (let depth = 0; depth < finalDepth; depth += 1) {
        const number = BigInt(latest.number) - BigInt(depth)
        if (number > 0n && (await block(`0x${number.toString(16)}`)).transactions.length > 0)
          return true
      }
      return false
    }
    while (!signal.aborted) {
      try {
        if (await isDue()) await provider.send('anvil_mine', ['0x1'])
      } catch {
        // The node is away; what that means is said by those who need it.
      }
      await pause(1_000, undefined, { signal }).catch(() => undefined)
    }
    provider.destroy()
  })
