import { z } from 'zod'
import { defineCommand } from '../../shared/definition.ts'
import { personOf } from '../membership.ts'
import { beginFlow } from './flow.ts'

export const ProviderName = z.string().min(1).max(32)

/** Somebody is to sign in at a provider. */
export const beginSignIn = defineCommand({
  name: 'accounts.begin-sign-in',
  input: z.strictObject({ provider: ProviderName }),
  scope: 'public',
  run: ({ provider }, tools) => beginFlow(tools, provider),
})

/** A signed-in person is to show an account at a provider, to sign in by it from then on. */
export const beginLinking = defineCommand({
  name: 'accounts.begin-linking',
  input: z.strictObject({ provider: ProviderName }),
  scope: 'accounts:write',
  run: async ({ provider }, tools) => {
    const userId = personOf(tools.context)
    return typeof userId === 'string' ? beginFlow(tools, provider, userId) : userId
  },
})
