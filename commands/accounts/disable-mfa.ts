import { z } from 'zod'
import { mfa } from '../../domain/accounts/mfa.ts'
import { user } from '../../domain/accounts/user.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { personOf } from './membership.ts'
import { SecondFactorCode, withCode } from './own-second-factor.ts'

/** A person gives the second factor up, with a code of it. */
export const disableMfa = defineCommand({
  name: 'accounts.disable-mfa',
  input: z.strictObject({ code: SecondFactorCode }),
  scope: 'accounts:write',
  run: async ({ code }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const changed = await withCode(tools, userId, code, (proof) => ({
      type: 'DisableMfa',
      userId,
      proof,
    }))
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})

/** An operator takes the second factor from somebody who lost it, having made sure in another way who asks. */
export const resetMfa = defineCommand({
  name: 'accounts.reset-mfa',
  input: z.strictObject({ userId: Id }),
  scope: 'accounts:admin',
  run: async ({ userId }, tools) => {
    const { state } = await tools.load(user, userId)
    if (state.kind !== 'registered') return notFound('account')
    const changed = await tools.change(mfa, userId, { type: 'ResetMfa', userId })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
