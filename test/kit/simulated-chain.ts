import { createHash } from 'node:crypto'
import type { ChainKeys, UnsignedTransaction } from '../../platform/chain/keys/port.ts'
import type {
  ChainPort,
  ChainReceipt,
  ChainTransaction,
  Header,
  Heads,
} from '../../platform/chain/port.ts'
import type { ChainSettings } from '../../platform/chain/settings.ts'
import type { Found } from '../../platform/payments/outcome.ts'

type Sent = UnsignedTransaction & { readonly hash: string; readonly from: string }
type Mined = Header & { readonly transactions: readonly Sent[] }

const hashOf = (...parts: readonly unknown[]): string =>
  `0x${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`

const text = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each))
const reviving = (_: string, each: unknown): unknown =>
  typeof each === 'string' && /^\d+n$/.test(each) ? BigInt(each.slice(0, -1)) : each

export const simulatedAddress = '0x00000000000000000000000000000000000000A1'
const contract = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`

/** Final after four blocks, watched over six. */
const settings: ChainSettings = {
  ...{ chain: 'local', kind: 'EVM', chainId: 31_337, url: 'http://localhost:1' },
  ...{ finality: { by: 'DEPTH', depth: 4 }, window: 6, pollMs: 10, startBlock: 0 },
  ...{ treasury: 'TREASURY', operator: 'OPERATOR' },
  contracts: {
    ...{ qvt: contract(1), payments: contract(2), staking: contract(3), registry: contract(4) },
    ...{ rewards: contract(5), parameters: contract(6), governor: contract(7) },
    timelock: contract(8),
  },
}

/** Signs by writing down who signed: what a key is worth is not what is tested. */
export const simulatedKeys: ChainKeys = {
  address: (signer) => (signer === 'TREASURY' ? simulatedAddress : undefined),
  sign: async (_, transaction) => {
    const raw = `0x${Buffer.from(text({ ...transaction, from: simulatedAddress })).toString('hex')}`
    return { kind: 'signed', transaction: { raw, hash: hashOf(raw) } }
  },
}

/**
 * A chain in memory with one node and one pool, for models that try thousands of histories: what is signed, kept,
 * forgotten, mined, taken back. What a real node adds is tested against a real one.
 */
export const simulatedChain = () => {
  let forks = 0
  const block = (below: Mined | undefined, transactions: readonly Sent[]): Mined => {
    const number = below === undefined ? 0n : below.number + 1n
    const hash = hashOf('block', number.toString(), below?.hash, (forks += 1))
    const at = new Date(1_750_000_000_000 + Number(number) * 12_000).toISOString()
    return { number, hash, parentHash: below?.hash ?? hashOf('none'), at, transactions }
  }
  let blocks: Mined[] = [block(undefined, [])]
  const pool = new Map<string, Sent>()
  let baseFee = 100n
  /** So many blocks of its own the node does not show. */
  let lag = 0
  let isSilent = false
  const shown = (): Mined[] => blocks.slice(0, Math.max(1, blocks.length - lag))
  const countIn = (some: readonly Mined[]): number =>
    some.reduce((sum, { transactions }) => sum + transactions.length, 0)
  const found = <Value>(value: Value | undefined): Found<Value> => {
    if (isSilent) return { kind: 'unanswered', reason: 'silent' }
    return value === undefined ? { kind: 'absent' } : { kind: 'found', value }
  }
  const mine = (): void => {
    const last = blocks.at(-1)
    const nonce = countIn(blocks)
    const next = [...pool.values()].find((each) => each.nonce === nonce && each.maxFee >= baseFee)
    if (next !== undefined) pool.delete(next.hash)
    blocks.push(block(last, next === undefined ? [] : [next]))
  }
  const receiptOf = (hash: string): ChainReceipt | undefined => {
    const where = shown().find(({ transactions }) => transactions.some((t) => t.hash === hash))
    return where === undefined
      ? undefined
      : {
          ...{ transactionHash: hash, blockHash: where.hash, blockNumber: where.number },
          ...{ status: 'SUCCEEDED', from: simulatedAddress, logs: [] },
          ...{ gasUsed: 21_000n, gasPrice: baseFee },
        }
  }
  const heads = (): Heads | undefined => {
    const latest = shown().at(-1)
    return latest === undefined ? undefined : { latest, safe: null, finalised: null }
  }
  const take = (
    raw: string,
  ): ReturnType<ChainPort['send']> extends Promise<infer A> ? A : never => {
    const hash = hashOf(raw)
    // Written by the keys above.
    const parsed = JSON.parse(Buffer.from(raw.slice(2), 'hex').toString(), reviving) as Omit<
      Sent,
      'hash'
    >
    const sent: Sent = { ...parsed, hash }
    if (pool.has(hash)) return { kind: 'known', hash }
    if (sent.nonce < countIn(blocks)) return { kind: 'refused', code: 'NONCE_TOO_LOW', detail: '' }
    const rival = [...pool.values()].find(({ nonce }) => nonce === sent.nonce)
    if (rival !== undefined && sent.maxFee < (rival.maxFee * 11n) / 10n)
      return { kind: 'refused', code: 'REPLACEMENT_UNDERPRICED', detail: '' }
    if (rival !== undefined) pool.delete(rival.hash)
    pool.set(hash, sent)
    return { kind: 'accepted', hash }
  }
  const port: ChainPort = {
    settings,
    chainId: async () => found(settings.chainId),
    heads: async () => found(heads()),
    header: async (which) =>
      found(shown().find(({ number, hash }) => number === which || hash === which)),
    logs: async () => found([]),
    transaction: async (hash) => {
      const waits = pool.get(hash)
      const { blockHash } = receiptOf(hash) ?? {}
      if (waits === undefined && blockHash === undefined) return found<ChainTransaction>(undefined)
      const parts = { hash, from: simulatedAddress, to: null, nonce: 0, data: '0x', value: 0n }
      return found({ ...parts, blockHash: blockHash ?? null })
    },
    receipt: async (hash) => found(receiptOf(hash)),
    transactionCount: async (_, at) =>
      found(
        countIn(typeof at === 'bigint' ? shown().filter(({ number }) => number <= at) : shown()),
      ),
    fees: async () => found({ baseFee, priorityFee: 2n }),
    balance: async () => found(1n),
    code: async () => found('0x01'),
    call: async () => ({ kind: 'returned', data: '0x' }),
    estimateGas: async () =>
      isSilent ? { kind: 'unanswered', reason: 'silent' } : { kind: 'returned', gas: 50_000n },
    send: async (raw) => (isSilent ? { kind: 'unknown', detail: 'silent' } : take(raw)),
    close: () => undefined,
  }
  return {
    port,
    mine,
    /** The newest blocks make place for as many and one more; what they held waits again, or is forgotten. */
    reorganise: (depth: number, isKept: boolean): void => {
      const kept = blocks.slice(0, Math.max(1, blocks.length - depth))
      const gone = blocks.slice(kept.length)
      blocks = kept
      if (isKept)
        for (const each of gone.flatMap(({ transactions }) => transactions))
          pool.set(each.hash, each)
      for (let n = 0; n <= gone.length; n += 1) blocks.push(block(blocks.at(-1), []))
    },
    forget: (): void => pool.clear(),
    /** Somebody uses the key without the hub. */
    useKey: (): void => {
      const nonce = countIn(blocks)
      const other = { nonce, hash: hashOf('other', nonce, forks), from: simulatedAddress }
      const rest = { chainId: 1, to: '', data: 'other', value: 0n, gas: 0n, maxFee: 10n ** 30n }
      blocks.push(block(blocks.at(-1), [{ ...rest, ...other, priorityFee: 0n }]))
      for (const { hash, nonce: at } of pool.values()) if (at === nonce) pool.delete(hash)
    },
    setBaseFee: (fee: bigint): void => {
      baseFee = fee
    },
    setLag: (by: number): void => {
      lag = by
    },
    setSilent: (silent: boolean): void => {
      isSilent = silent
    },
    /** The data of everything that stands on the chain, in order of the nonces. */
    standing: (): readonly string[] =>
      blocks.flatMap(({ transactions }) => transactions.map(({ data }) => data)),
    waiting: (): readonly number[] => [...pool.values()].map(({ nonce }) => nonce),
  }
}
