import { load } from '../../../commands/shared/load.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { chain as chainAggregate, type ChainCommand } from '../../../domain/tokens/chain/chain.ts'
import { category as addresses, addressKeyOf } from '../../../domain/tokens/addresses/address.ts'
import type { LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import { headOf, type Chain, type Following } from '../../../domain/tokens/chain/cursor.ts'
import type { SeenEntry } from '../../../domain/tokens/chain/entry-events.ts'
import { restOf, type Tags } from '../../../domain/tokens/chain/finality.ts'
import { nextStep } from '../../../domain/tokens/chain/next-step.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Address, ChainPort } from '../../../platform/chain/port.ts'
import { commonAncestor } from './common-ancestor.ts'
import { readExtension } from './extend.ts'
import { blockAt, identify, lookAt, type Identity } from './look.ts'
import { blockOf, insist, NodeUnanswered } from './node.ts'
import { bringAbout, writeChain } from './write.ts'

/** Blocks that are read at a time. */
const batch = 100
/** While nothing concerns the hub and nothing waits for blocks, it is written down this seldom how far the chain is. */
const idleMs = 30_000
const mostAhead = 1_000

/** What one look at a chain came to. */
export type Round =
  | { readonly kind: 'RESTED'; readonly why: 'HALTED' | 'NODE_BEHIND' }
  | { readonly kind: 'OPENED' | 'IDLE' | 'LOOKED_BACK' }
  | { readonly kind: 'ADVANCED'; readonly isAtEnd: boolean }
  | { readonly kind: 'REORGANISED' | 'HALTED' }

export type Followed = {
  readonly services: Services
  readonly port: ChainPort
  readonly treasury: Address
}

type At = { readonly state: Chain; readonly revision: bigint }

/**
 * Follows one chain, a look at a time. What it remembers spares questions and writing, and means nothing: the log says
 * how far the chain was followed, and another process goes on from there. Throws NodeUnanswered, ChainMovedOn.
 */
export const createFollower = ({ services, port, treasury }: Followed) => {
  const { settings } = port
  const { chain } = settings
  /** Blocks above the head that were read and hold nothing for the hub. */
  let ahead: readonly LinkedBlock[] = []
  let identity: Identity | undefined
  let settledAt: bigint | undefined
  let writtenMs = 0

  const isLinked = async (address: Address): Promise<boolean> => {
    const stream = `${addresses}-${addressKeyOf(chain, address)}`
    return (await services.eventStore.read(stream, { maxCount: 1 })).length > 0
  }
  const known = { settings, treasury, isLinked }

  /** What an event says of entries is done before the next one is written. */
  const settle = async ({ state, revision }: At): Promise<void> => {
    if (state.kind === 'absent' || settledAt === revision) return
    await bringAbout(services, chain, revision, state.consequences)
    settledAt = revision
  }
  const write = async (command: ChainCommand, revision: bigint): Promise<At> => {
    const written = await writeChain(services, command, revision)
    ahead = []
    writtenMs = services.clock.now().getTime()
    await settle(written)
    return written
  }

  const open = async (): Promise<Round> => {
    const own = await identify(port)
    if (own.chainId !== settings.chainId.toString())
      throw new NodeUnanswered(`it serves chain ${own.chainId}, not ${settings.chainId}`)
    const start = BigInt(Math.max(settings.startBlock - 1, 0))
    const head = blockOf(insist(await port.header(start), `block ${start}`))
    await write({ type: 'OpenChain', chain, ...own, head }, -1n)
    return { kind: 'OPENED' }
  }

  /** `news`: blocks on top of those that were read ahead. */
  const advance = async (
    at: { readonly state: Following; readonly revision: bigint },
    tags: Tags,
    news: readonly LinkedBlock[],
    entries: readonly SeenEntry[],
    isAtEnd: boolean,
  ): Promise<Round> => {
    const { state, revision } = at
    const blocks = [...ahead, ...news]
    const isDue =
      entries.length + state.open.length > 0 ||
      blocks.length >= mostAhead ||
      services.clock.now().getTime() - writtenMs >= idleMs
    if (!isDue) {
      ahead = blocks
      return isAtEnd ? { kind: 'IDLE' } : { kind: 'ADVANCED', isAtEnd }
    }
    const rest = restOf(settings.finality, [...state.window, ...blocks], tags)
    const keep = settings.window
    const written = await write({ type: 'Advance', chain, blocks, entries, rest, keep }, revision)
    return written.revision === revision ? { kind: 'IDLE' } : { kind: 'ADVANCED', isAtEnd }
  }

  const lookBack = async (state: Following, revision: bigint): Promise<Round> => {
    if (ahead.length > 0) {
      ahead = []
      return { kind: 'LOOKED_BACK' }
    }
    const hashAt = async (number: bigint): Promise<string> => {
      const block = await blockAt(port, number)
      if (block === undefined) throw new NodeUnanswered(`the node has no block ${number}`)
      return block.hash
    }
    const ancestor = await commonAncestor(state.window, hashAt)
    const command = { type: 'Reorganise', chain, ...(ancestor && { ancestor }) } as const
    const after = await write(command, revision)
    const isHalted = after.state.kind === 'following' && after.state.halted !== undefined
    return { kind: isHalted ? 'HALTED' : 'REORGANISED' }
  }

  return async (): Promise<Round> => {
    const at = await load(services.eventStore, services.foldCache, chainAggregate, chain)
    const { state, revision } = at
    await settle(at)
    if (state.kind === 'absent') return open()
    if (isElsewhere(ahead, state)) ahead = []
    const tip = ahead.at(-1) ?? headOf(state)
    const { shown, tags } = await lookAt(port, tip, identity)
    identity = { genesis: shown.genesis, chainId: shown.chainId }
    const step = nextStep({ ...state, tip }, shown, batch)
    switch (step.kind) {
      case 'OPEN':
        return open()
      case 'REST':
        return { kind: 'RESTED', why: step.why }
      case 'HALT': {
        const { code, detail } = step
        await write({ type: 'HaltChain', chain, code, detail }, revision)
        return { kind: 'HALTED' }
      }
      case 'LOOK_BACK':
        return lookBack(state, revision)
      case 'SETTLE':
        return advance({ state, revision }, tags, [], [], true)
      case 'EXTEND': {
        const { blocks, entries } = await readExtension(port, tip, step, known)
        const isAtEnd = step.to.toString() === shown.latest.number
        return advance({ state, revision }, tags, blocks, entries, isAtEnd)
      }
      default:
        return exhausted(step)
    }
  }
}

/** What was read ahead stood on another head. */
const isElsewhere = (ahead: readonly LinkedBlock[], state: Following): boolean =>
  ahead[0] !== undefined && ahead[0].parentHash !== headOf(state).hash
