import { z } from 'zod'
import { Roles } from '../../domain/accounts/roles.ts'
import { user } from '../../domain/accounts/user.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** An operator sets what a person may do. It counts from their next refresh on; for their API keys at once. */
export const changeRoles = defineCommand({
  name: 'accounts.change-roles',
  input: z.strictObject({ userId: Id, roles: Roles }),
  scope: 'accounts:admin',
  run: async (input, tools) => {
    const { userId } = input
    const changed = await tools.change(user, userId, { type: 'ChangeRoles', ...input })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
