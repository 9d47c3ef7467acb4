import { z } from 'zod'
import { user } from '../../domain/accounts/user.ts'
import { isRejection, reject } from '../../domain/shared/rejection.ts'
import { verificationTokens } from '../../platform/auth/mailed-token.ts'
import { defineCommand } from '../shared/definition.ts'

/** Proves an e-mail address with the token from the mail. */
export const verify = defineCommand({
  name: 'accounts.verify',
  input: z.strictObject({ token: z.string().max(200) }),
  scope: 'public',
  run: async ({ token }, tools) => {
    const read = verificationTokens.read(token)
    const invalid = reject('VERIFICATION_INVALID', 'The token is wrong, replaced or expired.')
    if (read === undefined) return invalid
    const changed = await tools.change(user, read.userId, { type: 'VerifyEmail', ...read })
    if ('stream' in changed) return { answer: { userId: read.userId }, changed }
    return isRejection(changed) && changed.rejected === 'NOT_FOUND' ? invalid : changed
  },
})
