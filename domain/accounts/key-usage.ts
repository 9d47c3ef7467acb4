import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'

/**
 * The uses of a key in one period, given out in blocks: a process takes a block and counts down from it by itself, so that
 * the log has an event a block and not one a use. Its stream is `keyUsage-<meter>-<period>`. A meter is what counts for
 * one key and those that replace it.
 */
export const category = 'keyUsage'

export const usageIdOf = (meterId: string, period: string): string => `${meterId}-${period}`

// Events: the stored contract.
const Block = z.strictObject({
  meterId: Id,
  period: z.string().min(1).max(20),
  blockId: Id,
  amount: z.int().min(1),
  at: Instant,
})
export const definitions = [
  /** `finished` is the block that its taker has used up. */
  defineEvent('KeyUsesTaken', 1, Block.extend({ finished: Id.exactOptional() })),
  defineEvent('KeyUsesReturned', 1, Block),
] as const
export type KeyUsageEvent = EventOf<(typeof definitions)[number]>

// State.
export type KeyUsage = {
  /** Used, or in the hands of who may use them. */
  readonly taken: number
  /** Blocks of which something may come back. */
  readonly blocks: Readonly<Record<string, number>>
}

export const initial: KeyUsage = { taken: 0, blocks: {} }

const without = (blocks: KeyUsage['blocks'], id: string | undefined): KeyUsage['blocks'] =>
  Object.fromEntries(Object.entries(blocks).filter(([blockId]) => blockId !== id))

export const evolve = ({ taken, blocks }: KeyUsage, event: KeyUsageEvent): KeyUsage => {
  const { blockId, amount } = event.data
  switch (event.type) {
    case 'KeyUsesTaken':
      return {
        taken: taken + amount,
        blocks: { ...without(blocks, event.data.finished), [blockId]: amount },
      }
    case 'KeyUsesReturned':
      return { taken: taken - amount, blocks: without(blocks, blockId) }
    default:
      return exhausted(event)
  }
}

// Commands.
export type KeyUsageCommand = {
  readonly meterId: string
  readonly period: string
  readonly blockId: string
} & (
  | {
      readonly type: 'TakeUses'
      /** At least so many; all of them or none. */
      readonly wanted: number
      /** Uses of the period, as the key has it now. */
      readonly uses: number
      readonly finished?: string
    }
  | { readonly type: 'ReturnUses'; readonly amount: number }
)

/**
 * A block is a twentieth of what is left: what is lost when its taker is killed is little, and towards the end, where it
 * would matter, a block is a single use.
 */
const share = 20
const largest = 1_000

export const decide = (
  command: KeyUsageCommand,
  state: KeyUsage,
  meta: DecisionMeta,
): Decision<KeyUsageEvent> => {
  const { meterId, period, blockId } = command
  const base = { meterId, period, blockId, at: meta.now }
  switch (command.type) {
    case 'TakeUses': {
      const { wanted, uses, finished } = command
      const left = uses - state.taken
      if (wanted > left) return reject('USAGE_EXCEEDED', 'The key has no uses left in this period.')
      const amount = Math.max(wanted, Math.min(largest, Math.floor(left / share)))
      const data = { ...base, amount, ...(finished === undefined ? {} : { finished }) }
      return [{ type: 'KeyUsesTaken', data }]
    }
    case 'ReturnUses': {
      const amount = Math.min(command.amount, state.blocks[blockId] ?? 0)
      return amount === 0 ? [] : [{ type: 'KeyUsesReturned', data: { ...base, amount } }]
    }
    default:
      return exhausted(command)
  }
}

export const keyUsage: Aggregate<KeyUsage, KeyUsageCommand, KeyUsageEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
