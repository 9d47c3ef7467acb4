import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { advance, type Advance } from './advance.ts'
import { numberOf, type LinkedBlock } from './block.ts'
import { definitions, type ChainEvent, type HaltCode } from './chain-events.ts'
import { evolve, headOf, initial, type Chain, type Following } from './cursor.ts'

/**
 * A chain as it was followed: the blocks that can still go, with the entries that stand in them. Whatever changes an entry
 * is written down here first, so that one who is interrupted finds what is left to do.
 */
export const category = 'chain'

// Commands.
export type ChainCommand = { readonly chain: string } & (
  | {
      readonly type: 'OpenChain'
      readonly chainId: string
      readonly genesis: string
      readonly head: LinkedBlock
    }
  | Advance
  /** `ancestor` is the highest block that the node has, too; none if it has none that is kept. */
  | { readonly type: 'Reorganise'; readonly ancestor?: LinkedBlock }
  | { readonly type: 'HaltChain'; readonly code: HaltCode; readonly detail: string }
  | {
      readonly type: 'ResumeChain'
      readonly reason: string
      readonly to?: LinkedBlock
      readonly genesis?: string
    }
)

type Fact = { readonly chain: string; readonly at: string }
type Reorganise = Extract<ChainCommand, { readonly type: 'Reorganise' }>
type Resume = Extract<ChainCommand, { readonly type: 'ResumeChain' }>

const above = ({ open }: Following, number: bigint): string[] =>
  open.filter((entry) => entry.number > number).map(({ entryId }) => entryId)

const reorganise = (
  { ancestor }: Reorganise,
  state: Following,
  fact: Fact,
): readonly ChainEvent[] => {
  const from = headOf(state)
  const to = state.window.find(({ hash }) => hash === ancestor?.hash)
  if (to === undefined || numberOf(to) < state.finalised) {
    const [lowest] = state.window
    const detail = `The node has another block ${lowest.number} than ${lowest.hash}, from which on blocks are kept.`
    return [{ type: 'ChainHalted', data: { ...fact, code: 'TOO_DEEP', detail } }]
  }
  const depth = Number(numberOf(from) - numberOf(to))
  if (depth === 0) return []
  const orphaned = above(state, numberOf(to))
  return [{ type: 'ChainReorganised', data: { ...fact, from, to, depth, orphaned } }]
}

const resume = (
  { reason, to, genesis }: Resume,
  state: Following,
  fact: Fact,
  by: string,
): Decision<ChainEvent> => {
  if (state.halted === undefined) return reject('CHAIN_NOT_HALTED', 'This chain is followed.')
  const data = { ...fact, by, reason }
  if (to === undefined) return [{ type: 'ChainResumed', data: { ...data, orphaned: [] } }]
  const isOther = genesis !== undefined && genesis !== state.genesis
  // What lies between would never be looked at.
  if (!isOther && numberOf(to) > numberOf(headOf(state)))
    return reject('CHAIN_BLOCK_AHEAD', `It was followed up to ${headOf(state).number}.`)
  const orphaned = above(state, isOther ? -1n : numberOf(to))
  const first = isOther ? { genesis } : {}
  return [{ type: 'ChainResumed', data: { ...data, to, ...first, orphaned } }]
}

export const decide = (
  command: ChainCommand,
  state: Chain,
  meta: DecisionMeta,
): Decision<ChainEvent> => {
  const fact: Fact = { chain: command.chain, at: meta.now }
  if (command.type === 'OpenChain') {
    if (state.kind !== 'absent') return []
    const { chainId, genesis, head } = command
    return [{ type: 'ChainOpened', data: { ...fact, chainId, genesis, head } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'This chain is not followed.')
  if (command.type === 'ResumeChain') return resume(command, state, fact, meta.actor.id)
  if (state.halted !== undefined) return []
  switch (command.type) {
    case 'Advance':
      return advance(command, state, fact)
    case 'Reorganise':
      return reorganise(command, state, fact)
    case 'HaltChain': {
      const { code, detail } = command
      return [{ type: 'ChainHalted', data: { ...fact, code, detail } }]
    }
    default:
      return exhausted(command)
  }
}

export const chain: Aggregate<Chain, ChainCommand, ChainEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
