import { z } from 'zod'
import stringify from 'safe-stable-stringify'
import { profile } from '../../domain/accounts/profile.ts'
import { ProfileContent } from '../../domain/accounts/profile-content.ts'
import { macOf } from '../../platform/keys/derive-key.ts'
import { defineCommand } from '../shared/definition.ts'
import { personOf } from './membership.ts'

/** A person says anew what they say of themselves: what is left out is said no more. */
export const changeProfile = defineCommand({
  name: 'accounts.change-profile',
  input: ProfileContent.extend({ isPublic: z.boolean().default(false) }),
  scope: 'accounts:write',
  run: async ({ isPublic, ...content }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const { vault, secrets } = tools.services
    const text = stringify(content)
    const changed = await tools.change(profile, userId, {
      type: 'ChangeProfile',
      userId,
      profile: await vault.seal(userId, text),
      digest: macOf(secrets.inputHashKey, 'profile', userId, text).toString('hex'),
      isPublic,
    })
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
