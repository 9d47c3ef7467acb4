import type { HubParameterRow } from '../../../projections/tokens/governance/tables.ts'
import type { ChainEntryRow } from '../../../projections/tokens/chain/tables.ts'
import { builder } from '../../schema/builder.ts'

export const HubParameter = builder.objectRef<HubParameterRow>('HubParameter')
/** The entry with which a chain said that it was made. */
export const Proposal = builder.objectRef<ChainEntryRow>('Proposal')
/** The entry of a vote. */
export const Vote = builder.objectRef<ChainEntryRow>('Vote')

export const ProposalConnection = builder.connectionObject(
  { type: Proposal, name: 'ProposalConnection', description: 'A page of proposals.' },
  { name: 'ProposalEdge', description: 'One of the proposals, with its place in the list.' },
)
export const VoteConnection = builder.connectionObject(
  { type: Vote, name: 'VoteConnection', description: 'A page of votes.' },
  { name: 'VoteEdge', description: 'One of the votes, with its place in the list.' },
)
