import { z } from 'zod'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { proposalOf } from './proposal.ts'
import { relay } from './relay.ts'

const input = z.strictObject({ proposalId: Id })

const step =
  (method: 'queue' | 'execute') =>
  async ({ proposalId }: z.output<typeof input>, tools: CommandTools) => {
    const proposal = await proposalOf(tools, proposalId)
    if (isRejection(proposal)) return proposal
    const { chain, actions } = proposal
    return relay(tools, { chain, contract: 'GOVERNOR', method, arguments: actions }, proposalId)
  }

/** Puts a proposal that was accepted into the timelock. The governor judges whether it was. */
export const queueProposal = defineCommand({
  name: 'tokens.queue-proposal',
  input,
  scope: 'tokens:write',
  run: step('queue'),
})

/** Has a proposal carried out that has been in the timelock long enough. */
export const executeProposal = defineCommand({
  name: 'tokens.execute-proposal',
  input,
  scope: 'tokens:write',
  run: step('execute'),
})
