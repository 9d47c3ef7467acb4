import { keccak256, toQuantity } from 'ethers'
import { z } from 'zod'
import type { Found } from '../../payments/outcome.ts'
import type { At, CallOrder, ChainPort, Hex } from '../port.ts'
import type { ChainSettings } from '../settings.ts'
import { connectRpc, type RpcAnswer } from './rpc.ts'
import { readSendAnswer } from './send-answer.ts'
import {
  wireHeader,
  wireHex,
  wireLog,
  wireQuantity,
  wireReceipt,
  wireSmall,
  wireTransaction,
} from './wire.ts'

/** A block that the node does not have, in the words of those that have no code for it. */
const noSuchBlock = /unknown block|header not found|block not found|block.*not (found|available)/i

const read = <Value>(answer: RpcAnswer, schema: z.ZodType<Value>): Found<Value> => {
  switch (answer.kind) {
    case 'unanswered':
      return answer
    case 'error':
      return noSuchBlock.test(answer.message) || answer.code === -32001
        ? { kind: 'absent' }
        : { kind: 'unanswered', reason: answer.message }
    case 'result': {
      if (answer.value === null || answer.value === undefined) return { kind: 'absent' }
      const parsed = schema.safeParse(answer.value)
      return parsed.success
        ? { kind: 'found', value: parsed.data }
        : { kind: 'unanswered', reason: `unreadable: ${z.prettifyError(parsed.error)}` }
    }
  }
}

const atOf = (at: At): unknown => {
  if (typeof at === 'bigint') return toQuantity(at)
  return at.startsWith('0x') ? { blockHash: at, requireCanonical: true } : at
}

const orderOf = ({ to, data, from, value }: CallOrder) => ({
  ...{ to, data },
  ...(from === undefined ? {} : { from }),
  ...(value === undefined ? {} : { value: toQuantity(value) }),
})

/** A revert is the contract's answer; any other error is the node's. Nodes agree on code 3 or on the word. */
const refused = (answer: Extract<RpcAnswer, { kind: 'error' }>) =>
  answer.code === 3 || answer.data !== undefined || /revert/i.test(answer.message)
    ? ({ kind: 'reverted', data: answer.data ?? '0x', detail: answer.message } as const)
    : ({ kind: 'unanswered', reason: answer.message } as const)

/** A node of an EVM chain. `timeoutMs`: how long one answer may take. */
export const connectEvmChain = (settings: ChainSettings, timeoutMs = 10_000): ChainPort => {
  const { ask, close } = connectRpc(settings.url, settings.chainId, timeoutMs)
  const headerAt = async (tag: string) =>
    read(await ask('eth_getBlockByNumber', [tag, false]), wireHeader)
  const orNull = (found: Awaited<ReturnType<typeof headerAt>>) =>
    found.kind === 'found' ? found.value : null
  return {
    settings,
    chainId: async () => read(await ask('eth_chainId', []), wireSmall),
    heads: async () => {
      // The later ones first: asked the other way round, a block in between would make a head older than what it bears.
      const finalised = await headerAt('finalized')
      const safe = await headerAt('safe')
      const latest = await headerAt('latest')
      if (latest.kind !== 'found') return latest
      const heads = { latest: latest.value, safe: orNull(safe), finalised: orNull(finalised) }
      return { kind: 'found', value: heads }
    },
    header: async (block) =>
      typeof block === 'bigint'
        ? headerAt(toQuantity(block))
        : read(await ask('eth_getBlockByHash', [block, false]), wireHeader),
    logs: async ({ blockHash, addresses }) => {
      const question = [{ blockHash, address: addresses }]
      return read(await ask('eth_getLogs', question), z.array(wireLog))
    },
    transaction: async (hash) =>
      read(await ask('eth_getTransactionByHash', [hash]), wireTransaction),
    receipt: async (hash) => read(await ask('eth_getTransactionReceipt', [hash]), wireReceipt),
    transactionCount: async (address, at) =>
      read(await ask('eth_getTransactionCount', [address, atOf(at)]), wireSmall),
    fees: async () => {
      const block = read(
        await ask('eth_getBlockByNumber', ['pending', false]),
        z.object({ baseFeePerGas: wireQuantity }),
      )
      if (block.kind !== 'found') return block
      const tip = read(await ask('eth_maxPriorityFeePerGas', []), wireQuantity)
      if (tip.kind !== 'found') return tip
      return {
        kind: 'found',
        value: { baseFee: block.value.baseFeePerGas, priorityFee: tip.value },
      }
    },
    balance: async (address, at) =>
      read(await ask('eth_getBalance', [address, atOf(at)]), wireQuantity),
    code: async (address) => read(await ask('eth_getCode', [address, 'latest']), wireHex),
    call: async (order, at) => {
      const answer = await ask('eth_call', [orderOf(order), atOf(at)])
      if (answer.kind === 'error') return refused(answer)
      const found = read(answer, wireHex)
      if (found.kind === 'found') return { kind: 'returned', data: found.value }
      return { kind: 'unanswered', reason: found.kind === 'absent' ? 'null' : found.reason }
    },
    estimateGas: async (order) => {
      const answer = await ask('eth_estimateGas', [orderOf(order)])
      if (answer.kind === 'error') return refused(answer)
      const found = read(answer, wireQuantity)
      if (found.kind === 'found') return { kind: 'returned', gas: found.value }
      return { kind: 'unanswered', reason: found.kind === 'absent' ? 'null' : found.reason }
    },
    send: async (raw: Hex) =>
      readSendAnswer(await ask('eth_sendRawTransaction', [raw]), keccak256(raw)),
    close,
  }
}
