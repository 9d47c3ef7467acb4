import { z } from 'zod'
import { resetInvalid } from '../../domain/accounts/account-access.ts'
import { NewPassword } from '../../domain/accounts/names.ts'
import { user } from '../../domain/accounts/user.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { resetTokens } from '../../platform/auth/mailed-token.ts'
import { hashPassword } from '../../platform/auth/password.ts'
import { defineCommand } from '../shared/definition.ts'
import { mailPasswordNotice } from './password-notice.ts'

/** Sets a new password with the token from the mail. Every session of the person ends; API keys stay. */
export const resetPassword = defineCommand({
  name: 'accounts.reset-password',
  input: z.strictObject({ token: z.string().max(200), password: NewPassword }),
  scope: 'public',
  run: async ({ token, password }, tools) => {
    const read = resetTokens.read(token)
    if (read === undefined) return resetInvalid
    const { userId, tokenHash } = read
    const { state } = await tools.load(user, userId)
    if (state.kind !== 'registered') return resetInvalid
    const { reset } = state.access
    // A hash is dear, and only for who has the token; what counts is decided below.
    const isCurrent = reset.kind === 'pending' && reset.tokenHash === tokenHash
    const before = isCurrent ? undefined : await tools.answered(user, userId)
    if (before !== undefined && 'code' in before) return before
    if (!isCurrent && before === undefined) return resetInvalid
    const changed =
      before ??
      (await tools.change(user, userId, {
        type: 'ResetPassword',
        userId,
        tokenHash,
        passwordHash: await tools.services.vault.seal(userId, await hashPassword(password)),
      }))
    if (!('stream' in changed))
      return isRejection(changed) && changed.rejected === 'NOT_FOUND' ? resetInvalid : changed
    if (changed.state.kind === 'registered') await mailPasswordNotice(tools, userId, changed.state)
    return { answer: { userId }, changed }
  },
})
