import { z } from 'zod'
import { user } from '../../domain/accounts/user.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { personOf } from './membership.ts'
import { refusedOwnPassword } from './own-password.ts'

/** A person lets their account rest: every session ends and their API keys stop, until they reactivate it. */
export const deactivateAccount = defineCommand({
  name: 'accounts.deactivate-account',
  input: z.strictObject({ password: z.string().min(1).max(128) }),
  scope: 'accounts:write',
  run: async ({ password }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const { state: account } = await tools.load(user, userId)
    if (account.kind !== 'registered') return notFound('account')
    const refused = await refusedOwnPassword(tools, userId, account, password)
    if (refused !== undefined) return refused
    const changed = await tools.change(user, userId, { type: 'DeactivateAccount', userId })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
