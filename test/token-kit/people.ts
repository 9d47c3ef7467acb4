import type { BaseWallet } from 'ethers'
import type { ContractName } from '../../platform/chain/contracts/artifacts.ts'
import { encodeCall } from '../../platform/chain/contracts/call.ts'
import { addressOf } from '../../platform/chain/contracts/decode.ts'
import type { TestChain } from '../servers/chain.ts'

const gwei = 10n ** 9n

/** People with keys of their own on the chain, and what becomes of their transactions there. */
export const peopleOn = (chain: TestChain) => {
  const { settings, ask } = chain
  const nonceOf = async (address: string): Promise<number> =>
    Number(await ask('eth_getTransactionCount', [address, 'pending']))
  const send = (raw: string): Promise<unknown> =>
    // What does not fit any more, because of what was sent before, is its sender's loss.
    ask('eth_sendRawTransaction', [raw]).catch(() => undefined)
  type Changes = { readonly nonce?: number; readonly gwei?: bigint }
  const call = async (
    from: BaseWallet,
    contract: ContractName,
    method: string,
    texts: readonly string[],
    changes: Changes = {},
  ): Promise<void> => {
    const { nonce = await nonceOf(from.address), gwei: price = 500n } = changes
    const raw = await from.signTransaction({
      ...{ type: 2, chainId: settings.chainId, nonce, gasLimit: 200_000n },
      ...{ maxFeePerGas: price * gwei, maxPriorityFeePerGas: price * gwei },
      to: addressOf(settings, contract),
      data: encodeCall(contract, method, texts),
    })
    await send(raw)
  }
  const transfer = (
    from: BaseWallet,
    to: string,
    amount: bigint,
    changes: Changes = {},
  ): Promise<void> => call(from, 'QVT', 'transfer', [to, amount.toString()], changes)
  const headNumber = async (): Promise<number> => Number(await ask('eth_blockNumber', []))
  const rawsOf = async (number: number): Promise<readonly string[]> => {
    const tag = `0x${number.toString(16)}`
    const block = (await ask('eth_getBlockByNumber', [tag, false])) as {
      readonly transactions: readonly string[]
    }
    return Promise.all(
      block.transactions.map(
        async (hash) => (await ask('debug_getRawTransaction', [hash])) as string,
      ),
    )
  }
  return {
    send,
    call,
    transfer,
    nonceOf,
    headNumber,
    /** The bytes of all that stands in the newest blocks, the lowest block first. */
    rawsOfNewest: async (depth: number): Promise<readonly (readonly string[])[]> => {
      const head = await headNumber()
      const numbers = Array.from({ length: depth }, (_, n) => head - depth + 1 + n)
      return Promise.all(numbers.map(rawsOf))
    },
  }
}
