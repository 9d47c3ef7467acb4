import type { LinkedBlock } from '../../domain/tokens/chain/block.ts'
import { chain, type ChainCommand } from '../../domain/tokens/chain/chain.ts'
import { chainEntry, type ChainEntryCommand } from '../../domain/tokens/chain/entry.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const keyOf = (name: string): string => `c${idOf('chain', name).replaceAll('-', '').slice(0, 20)}`
const at = '2026-01-01T00:00:00.000Z'
const hash = (text: string): string => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`
const block = (number: number, branch = 'a', below = branch): LinkedBlock => ({
  ...{ number: String(number), hash: hash(`${branch}${number}`), at },
  parentHash: hash(`${below}${number - 1}`),
})
const genesis = hash('genesis')

const onChain =
  (wish: (chain: string) => ChainCommand): Step =>
  (recorder, _, name) => {
    const key = keyOf(name)
    recorder.record(chain, key, wish(key))
  }
const onEntry =
  (wish: (entryId: string, chain: string) => ChainEntryCommand): Step =>
  (recorder, _, name) => {
    const entryId = idOf('entry', name)
    recorder.record(chainEntry, entryId, wish(entryId, keyOf(name)))
  }
const advanced = (blocks: readonly LinkedBlock[], finalised: bigint): Step =>
  onChain((key) => ({
    ...{ type: 'Advance', chain: key, blocks, entries: [], keep: 10 },
    rest: { safe: finalised + 1n, finalised },
  }))
const seenIn = (branch: string): Step =>
  onEntry((entryId, key) => ({
    type: 'SeeEntry',
    entry: {
      ...{ entryId, chain: key, contract: 'QVT', event: 'Transfer', arguments: { value: '5' } },
      ...{ transactionHash: hash('transaction'), ordinal: 0 },
      block: { number: '3', hash: hash(`${branch}3`), at },
    },
  }))

/** What may happen to a chain that is followed, and to what is said on it. */
export const chainSteps = {
  chainOpened: onChain((key) => ({
    ...{ type: 'OpenChain', chain: key, chainId: '31337', genesis, head: block(1) },
  })),
  chainAdvanced: advanced([block(2), block(3)], 1n),
  chainAdvancedFurther: advanced([block(3, 'b', 'a')], 2n),
  chainReorganised: onChain((key) => ({
    ...{ type: 'Reorganise', chain: key, ancestor: block(2) },
  })),
  chainLost: onChain((key) => ({ type: 'Reorganise', chain: key })),
  chainResumed: onChain((key) => ({
    type: 'ResumeChain',
    chain: key,
    reason: 'its node is right',
  })),
  chainResumedFrom: onChain((key) => ({
    ...{ type: 'ResumeChain', chain: key, reason: 'its node is right', to: block(2), genesis },
  })),
  entrySeen: seenIn('a'),
  entrySeenElsewhere: seenIn('b'),
  entrySafe: onEntry(() => ({ type: 'SettleEntry', as: 'SAFE' })),
  entryFinalised: onEntry(() => ({ type: 'SettleEntry', as: 'FINALISED' })),
  entryOrphaned: onEntry(() => ({ type: 'OrphanEntry' })),
} as const satisfies Readonly<Record<string, Step>>
