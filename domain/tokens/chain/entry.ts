import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { exhausted } from '../../shared/values.ts'
import {
  definitions,
  type ChainEntryEvent,
  type EntryData,
  type SeenEntry,
} from './entry-events.ts'

/**
 * One log of one of the hub's contracts, as the chain shows it: seen → safe → final, or orphaned when its block goes. Its
 * id follows from chain, transaction and place, so it is the same entry in whichever block it stands.
 */
export const category = 'chainEntry'

// State.
export type EntryStatus = 'SEEN' | 'SAFE' | 'FINALISED' | 'ORPHANED'
export type ChainEntry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'known'; readonly status: EntryStatus; readonly entry: EntryData }

export const initial: ChainEntry = { kind: 'absent' }

export const statusAfter = {
  ChainEntrySeen: 'SEEN',
  ChainEntrySafe: 'SAFE',
  ChainEntryFinalised: 'FINALISED',
  ChainEntryOrphaned: 'ORPHANED',
} as const satisfies Readonly<Record<ChainEntryEvent['type'], EntryStatus>>

export const evolve = (_: ChainEntry, { type, data }: ChainEntryEvent): ChainEntry => ({
  kind: 'known',
  status: statusAfter[type],
  entry: data,
})

// Commands.
export type ChainEntryCommand =
  | { readonly type: 'SeeEntry'; readonly entry: SeenEntry }
  | { readonly type: 'SettleEntry'; readonly as: 'SAFE' | 'FINALISED' }
  | { readonly type: 'OrphanEntry' }

const see = (seen: SeenEntry, state: ChainEntry, at: string): readonly ChainEntryEvent[] => {
  const before = state.kind === 'absent' ? 0 : state.entry.observation
  const news: ChainEntryEvent = {
    type: 'ChainEntrySeen',
    data: { ...seen, observation: before + 1, at },
  }
  if (state.kind === 'absent' || state.status === 'ORPHANED') return [news]
  // What is final is so where it was when it became so.
  if (state.status === 'FINALISED' || state.entry.block.hash === seen.block.hash) return []
  return [orphaned(state.entry, at), news]
}

const orphaned = (entry: EntryData, at: string): ChainEntryEvent => ({
  type: 'ChainEntryOrphaned',
  data: { ...entry, reason: 'REORGANISED', at },
})

export const decide = (
  command: ChainEntryCommand,
  state: ChainEntry,
  { now: at }: DecisionMeta,
): Decision<ChainEntryEvent> => {
  if (command.type === 'SeeEntry') return see(command.entry, state, at)
  // It was never written down, so there is nothing to take back or to settle.
  if (state.kind === 'absent') return []
  const { status, entry } = state
  if (status === 'FINALISED' || status === 'ORPHANED') return []
  switch (command.type) {
    case 'SettleEntry': {
      const data = { ...entry, at }
      if (command.as === 'FINALISED') return [{ type: 'ChainEntryFinalised', data }]
      return status === 'SAFE' ? [] : [{ type: 'ChainEntrySafe', data }]
    }
    case 'OrphanEntry':
      return [orphaned(entry, at)]
    default:
      return exhausted(command)
  }
}

export const chainEntry: Aggregate<ChainEntry, ChainEntryCommand, ChainEntryEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
