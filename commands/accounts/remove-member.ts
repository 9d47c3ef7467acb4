import { z } from 'zod'
import { organisation } from '../../domain/accounts/organisation.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** An owner removes a member, or a member leaves. */
export const removeMember = defineCommand({
  name: 'accounts.remove-member',
  input: z.strictObject({ organisationId: Id, userId: Id }),
  scope: 'accounts:write',
  run: async (input, tools) => {
    const command = { type: 'RemoveMember', ...input } as const
    const changed = await tools.change(organisation, input.organisationId, command)
    return 'stream' in changed ? { answer: input, changed } : changed
  },
})
