import { z } from 'zod'
import { user } from '../../domain/accounts/user.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'

/** An operator shuts an account: no log-in, no refresh, and its API keys stop. */
export const disableAccount = defineCommand({
  name: 'accounts.disable-account',
  input: z.strictObject({ userId: Id, reason: z.string().min(1).max(500) }),
  scope: 'accounts:admin',
  run: async (input, tools) => {
    const { userId } = input
    const { state } = await tools.load(user, userId)
    if (state.kind !== 'registered') return notFound('account')
    const reason = await tools.services.vault.seal(userId, input.reason)
    const changed = await tools.change(user, userId, { type: 'DisableAccount', userId, reason })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
