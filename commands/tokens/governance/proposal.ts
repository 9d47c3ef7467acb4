import { chainEntry } from '../../../domain/tokens/chain/entry.ts'
import type { EntryData } from '../../../domain/tokens/chain/entry-events.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { chainOf } from '../addresses/chain-of.ts'

export type Proposal = {
  readonly chain: string
  /** As the governor counts them. */
  readonly number: string
  /** What queueing and carrying out take: whom to call, with what, and the hash of the description. */
  readonly actions: readonly string[]
}

const proposalIn = ({ chain, arguments: said }: EntryData): Proposal => {
  const { proposalId = '', targets = '[]', values = '[]', calldatas = '[]' } = said
  const { description = '' } = said
  const actions = [targets, values, calldatas, contractIdOf(description)]
  return { chain, number: proposalId, actions }
}

/** A proposal, by the entry with which the chain said that it was made. */
export const proposalOf = async (
  { load, services }: Pick<CommandTools, 'load' | 'services'>,
  proposalId: string,
): Promise<Proposal | Rejection> => {
  const { state } = await load(chainEntry, proposalId)
  if (state.kind !== 'known' || state.status === 'ORPHANED') return notFound('proposal')
  const { contract, event, chain } = state.entry
  if (contract !== 'GOVERNOR' || event !== 'ProposalCreated') return notFound('proposal')
  const port = chainOf(services, chain)
  return 'rejected' in port ? port : proposalIn(state.entry)
}
