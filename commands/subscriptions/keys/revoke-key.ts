import { z } from 'zod'
import { Id } from '../../../domain/shared/values.ts'
import { subscriptionKey } from '../../../domain/subscriptions/subscription-key.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'

/** Ends a key, with the next request and for good. */
export const revokeSubscriptionKey = defineCommand({
  name: 'subscriptions.revoke-key',
  input: z.strictObject({ keyId: Id }),
  scope: 'subscriptions:write',
  run: async ({ keyId }, tools) => {
    const { state } = await tools.load(subscriptionKey, keyId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisation))
      return notFound('subscription key')
    const changed = await tools.change(subscriptionKey, keyId, { type: 'RevokeSubscriptionKey' })
    return 'stream' in changed ? { answer: { keyId }, changed } : changed
  },
})
