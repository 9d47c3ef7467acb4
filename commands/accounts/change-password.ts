import { z } from 'zod'
import { NewPassword } from '../../domain/accounts/names.ts'
import { user } from '../../domain/accounts/user.ts'
import { hashPassword } from '../../platform/auth/password.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { personOf } from './membership.ts'
import { refusedOwnPassword } from './own-password.ts'
import { mailPasswordNotice } from './password-notice.ts'

/** A signed-in person replaces the password. Every other session of theirs ends; API keys stay. */
export const changePassword = defineCommand({
  name: 'accounts.change-password',
  input: z.strictObject({ current: z.string().min(1).max(128), password: NewPassword }),
  scope: 'accounts:write',
  run: async ({ current, password }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const before = await tools.answered(user, userId)
    if (before !== undefined && 'code' in before) return before
    const { state: account } = await tools.load(user, userId)
    if (account.kind !== 'registered') return notFound('account')
    const refused =
      before === undefined ? await refusedOwnPassword(tools, userId, account, current) : undefined
    if (refused !== undefined) return refused
    const { sessionId } = tools.context
    const changed =
      before ??
      (await tools.change(user, userId, {
        type: 'ChangePassword',
        userId,
        passwordHash: await tools.services.vault.seal(userId, await hashPassword(password)),
        ...(sessionId === undefined ? {} : { kept: sessionId }),
      }))
    if (!('stream' in changed)) return changed
    await mailPasswordNotice(tools, userId, account)
    return { answer: { userId }, changed }
  },
})
