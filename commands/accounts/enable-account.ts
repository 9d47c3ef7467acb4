import { z } from 'zod'
import { user } from '../../domain/accounts/user.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'

/** An operator opens an account again. */
export const enableAccount = defineCommand({
  name: 'accounts.enable-account',
  input: z.strictObject({ userId: Id }),
  scope: 'accounts:admin',
  run: async (input, tools) => {
    const { userId } = input
    const changed = await tools.change(user, userId, { type: 'EnableAccount', ...input })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
