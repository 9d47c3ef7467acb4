import { exhausted } from '../../shared/values.ts'
import { higher, lower, numberOf, type LinkedBlock } from './block.ts'
import type { ChainEvent, HaltCode } from './chain-events.ts'
import type { ChainEntryCommand } from './entry.ts'

/** An entry that is not final yet, and the block that it stands in. */
export type OpenEntry = { readonly entryId: string; readonly number: bigint }

/** A change of an entry that follows from the last event of the chain. */
export type Consequence = { readonly entryId: string; readonly command: ChainEntryCommand }

export type Halt = { readonly code: HaltCode; readonly detail: string; readonly at: string }

/** How far a chain was followed. */
export type Following = {
  readonly kind: 'following'
  readonly chainId: string
  readonly genesis: string
  /** Blocks that can still go, the lowest first, from the last one that is final; the last one is the head. */
  readonly window: readonly [LinkedBlock, ...LinkedBlock[]]
  readonly safe: bigint
  readonly finalised: bigint
  readonly open: readonly OpenEntry[]
  /** What has to be brought about before anything else is written down. */
  readonly consequences: readonly Consequence[]
  readonly halted?: Halt
}
export type Chain = { readonly kind: 'absent' } | Following

export const initial: Chain = { kind: 'absent' }

export const headOf = ({ window: [first, ...rest] }: Following): LinkedBlock => rest.at(-1) ?? first

/** The blocks from a number on, or the one that is there at least. */
const from = (
  blocks: readonly LinkedBlock[],
  number: bigint,
  least: LinkedBlock,
): Following['window'] => {
  const [first = least, ...rest] = blocks.filter((block) => numberOf(block) >= number)
  return [first, ...rest]
}

const changes = (ids: readonly string[], command: ChainEntryCommand): readonly Consequence[] =>
  ids.map((entryId) => ({ entryId, command }))

const gone = (ids: readonly string[]) => changes(ids, { type: 'OrphanEntry' })

const without = (open: readonly OpenEntry[], ids: readonly string[]): readonly OpenEntry[] => {
  const some = new Set(ids)
  return open.filter(({ entryId }) => !some.has(entryId))
}

/** The chain as it was up to a block. */
const backTo = (state: Following, to: LinkedBlock, orphaned: readonly string[]): Following => {
  const number = numberOf(to)
  const below = state.window.filter((block) => numberOf(block) < number)
  return {
    ...state,
    window: from([...below, to], 0n, to),
    safe: lower(state.safe, number),
    finalised: lower(state.finalised, number),
    open: without(state.open, orphaned),
    consequences: gone(orphaned),
  }
}

export const evolve = (state: Chain, event: ChainEvent): Chain => {
  if (event.type === 'ChainOpened') {
    const { chainId, genesis, head } = event.data
    const safe = BigInt(head.number)
    const start = { kind: 'following', chainId, genesis, window: [head] } as const
    // All that is below the first block is left as it is.
    return { ...start, safe, finalised: safe, open: [], consequences: [] }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ChainAdvanced': {
      const { head, blocks, kept, seen, madeSafe, madeFinal, safe, finalised } = event.data
      const isNew = numberOf(head) > numberOf(headOf(state))
      const opened = seen.map(({ entryId, block }) => ({ entryId, number: numberOf(block) }))
      return {
        ...state,
        window: from([...state.window, ...blocks, ...(isNew ? [head] : [])], BigInt(kept), head),
        safe: higher(state.safe, BigInt(safe)),
        finalised: higher(state.finalised, BigInt(finalised)),
        open: without([...state.open, ...opened], madeFinal),
        consequences: [
          ...seen.map((entry) => {
            const command = { type: 'SeeEntry', entry } as const
            return { entryId: entry.entryId, command }
          }),
          ...changes(madeSafe, { type: 'SettleEntry', as: 'SAFE' }),
          ...changes(madeFinal, { type: 'SettleEntry', as: 'FINALISED' }),
        ],
      }
    }
    case 'ChainReorganised':
      return backTo(state, event.data.to, event.data.orphaned)
    case 'ChainHalted': {
      const { code, detail, at } = event.data
      return { ...state, halted: { code, detail, at }, consequences: [] }
    }
    case 'ChainResumed': {
      const { to, genesis = state.genesis, orphaned } = event.data
      const { halted: _, ...following } = state
      if (to === undefined) return { ...following, consequences: [] }
      const fresh = genesis === state.genesis ? following : { ...following, window: [to] as const }
      return { ...backTo(fresh, to, orphaned), genesis }
    }
    default:
      return exhausted(event)
  }
}
