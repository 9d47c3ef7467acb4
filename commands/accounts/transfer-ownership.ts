import { z } from 'zod'
import { organisation } from '../../domain/accounts/organisation.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** An owner makes another member the owner, and becomes an administrator. */
export const transferOwnership = defineCommand({
  name: 'accounts.transfer-ownership',
  input: z.strictObject({ organisationId: Id, userId: Id }),
  scope: 'accounts:write',
  run: async (input, tools) => {
    const { organisationId, userId: to } = input
    const command = { type: 'TransferOwnership', organisationId, to } as const
    const changed = await tools.change(organisation, organisationId, command)
    return 'stream' in changed ? { answer: input, changed } : changed
  },
})
