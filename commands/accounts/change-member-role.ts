import { z } from 'zod'
import { MemberRole } from '../../domain/accounts/member-role.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

export const changeMemberRole = defineCommand({
  name: 'accounts.change-member-role',
  input: z.strictObject({ organisationId: Id, userId: Id, role: MemberRole }),
  scope: 'accounts:write',
  run: async (input, tools) => {
    const command = { type: 'ChangeMemberRole', ...input } as const
    const changed = await tools.change(organisation, input.organisationId, command)
    return 'stream' in changed ? { answer: input, changed } : changed
  },
})
