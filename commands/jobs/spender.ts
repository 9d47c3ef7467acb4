import type { Spender } from '../../domain/billing/wallet/limits.ts'
import type { CommandContext } from '../shared/context.ts'

/** Who spends, in which session and on which device: what spending limits are set on. */
export const spenderOf = (
  { actor, sessionId, subscriptionKeyId }: CommandContext,
  deviceId: string,
): Spender => ({
  ...(actor.kind === 'user' || actor.kind === 'operator' ? { userId: actor.id } : {}),
  ...(actor.kind === 'apiKey' ? { apiKeyId: subscriptionKeyId ?? actor.id } : {}),
  ...(sessionId === undefined ? {} : { sessionId }),
  deviceId,
})
