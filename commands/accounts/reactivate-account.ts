import { z } from 'zod'
import { EmailAddress } from '../../domain/accounts/names.ts'
import { user } from '../../domain/accounts/user.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownerOfEmail } from './name-hash.ts'
import { isPassword } from './own-password.ts'

/** Wakes an account that its person let rest. It logs nobody in: that comes after, with all that it takes. */
export const reactivateAccount = defineCommand({
  name: 'accounts.reactivate-account',
  input: z.strictObject({ email: EmailAddress, password: z.string().min(1).max(128) }),
  scope: 'public',
  run: async ({ email, password }, tools) => {
    const userId =
      (await ownerOfEmail(tools, email)) ?? derivedId(tools.context.commandId, 'nobody')
    const { state: account } = await tools.load(user, userId)
    if (!(await isPassword(tools, account, password)))
      return reject('INVALID_CREDENTIALS', 'The e-mail address or the password is wrong.')
    const changed = await tools.change(user, userId, { type: 'ReactivateAccount', userId })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
