import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { same } from '../../shared/same.ts'
import { Id, Instant } from '../../shared/values.ts'
import { ChainKey } from '../values.ts'
import { BlockNumber } from './block.ts'

/**
 * What the ledger says of the tokens that the hub holds, against what its chains say at a final block. What is on its way
 * makes them differ for a while, and differently every time: only a difference that stays the same is one.
 */
export const category = 'chainComparison'
export const comparisonId = 'hub'

// Events: the stored contract.
const Units = z.string().regex(/^-?\d+$/)
/** What the treasury holds on a chain at that block. */
const Holding = z.strictObject({ chain: ChainKey, block: BlockNumber, amount: Units })
export type Holding = z.output<typeof Holding>

const Comparison = z.strictObject({
  comparisonId: z.literal(comparisonId),
  runId: Id,
  asset: z.string().min(1),
  /** Minor units: of the ledger, and of all chains. */
  ours: Units,
  theirs: Units,
  difference: Units,
  /** The comparison before found the same difference. */
  isConfirmed: z.boolean(),
  holdings: z.array(Holding).max(16),
  at: Instant,
})
export const definitions = [defineEvent('ChainBalancesCompared', 1, Comparison)] as const
export type ComparisonEvent = EventOf<(typeof definitions)[number]>

// State: the last one.
export type ChainComparison = {
  readonly last?: Pick<ComparisonEvent['data'], 'ours' | 'theirs' | 'difference' | 'isConfirmed'>
}

export const initial: ChainComparison = {}

export const evolve = (_: ChainComparison, { data }: ComparisonEvent): ChainComparison => {
  const { ours, theirs, difference, isConfirmed } = data
  return { last: { ours, theirs, difference, isConfirmed } }
}

// Commands.
export type ComparisonCommand = {
  readonly type: 'CompleteComparison'
  readonly runId: string
  readonly asset: string
  readonly ours: bigint
  readonly holdings: readonly Holding[]
}

export const decide = (
  { runId, asset, ours, holdings }: ComparisonCommand,
  { last }: ChainComparison,
  { now: at }: DecisionMeta,
): Decision<ComparisonEvent> => {
  const theirs = holdings.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
  const difference = (ours - theirs).toString()
  const isConfirmed = difference !== '0' && last?.difference === difference
  const now = { ours: ours.toString(), theirs: theirs.toString(), difference, isConfirmed }
  // Nothing has moved, and all that there was to say of it was said.
  if (same(now, last)) return []
  const data = { runId, asset, ...now, holdings: [...holdings], at }
  return [{ type: 'ChainBalancesCompared', data: { comparisonId, ...data } }]
}

export const chainComparison: Aggregate<ChainComparison, ComparisonCommand, ComparisonEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
