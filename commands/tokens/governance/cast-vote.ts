import { z } from 'zod'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { ChainAddress } from '../../../domain/tokens/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { refusedAddress } from './own-address.ts'
import { proposalOf } from './proposal.ts'
import { relay } from './relay.ts'
import { Signature } from './signature.ts'

/** As the governor counts them. */
const supports = { AGAINST: '0', FOR: '1', ABSTAIN: '2' } as const

/**
 * Casts the vote of an address, with the weight that it had when voting began. The voter has signed it (`Ballot` of the
 * governor, EIP-712).
 */
export const castVote = defineCommand({
  name: 'tokens.cast-vote',
  input: z.strictObject({
    proposalId: Id,
    address: ChainAddress,
    support: z.enum(['FOR', 'AGAINST', 'ABSTAIN']),
    signature: Signature,
  }),
  scope: 'tokens:write',
  run: async ({ proposalId, address, support, signature }, tools) => {
    const proposal = await proposalOf(tools, proposalId)
    if (isRejection(proposal)) return proposal
    const { chain, number } = proposal
    const refused = await refusedAddress(tools, chain, address)
    if (refused !== undefined) return refused
    const texts = [number, supports[support], address, signature.toLowerCase()]
    const call = { chain, contract: 'GOVERNOR', method: 'castVoteBySig', arguments: texts }
    return relay(tools, call, proposalId)
  },
})
