import type { ChainEntryRow, ChainRow } from '../../../projections/tokens/chain/tables.ts'
import { builder } from '../../schema/builder.ts'

/** An entry, and the head of its chain. */
export type EntryOnChain = ChainEntryRow & { readonly head_number: bigint | null }

export const Chain = builder.objectRef<ChainRow>('Chain')
export const ChainEntry = builder.objectRef<EntryOnChain>('ChainEntry')

export const ChainEntryConnection = builder.connectionObject(
  {
    type: ChainEntry,
    ...{ name: 'ChainEntryConnection', description: 'A page of entries of chains.' },
  },
  {
    ...{ name: 'ChainEntryEdge' },
    description: 'One of entries of chains, with its place in the list.',
  },
)
