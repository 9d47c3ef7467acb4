import { z } from 'zod'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { mayHaveKeys } from '../../../domain/subscriptions/entitled.ts'
import {
  subscriptionKey,
  type SubscriptionKey,
} from '../../../domain/subscriptions/subscription-key.ts'
import { isEnded } from '../../../domain/subscriptions/subscription-state.ts'
import { writeSubscriptionKey, type WrittenApiKey } from '../../../platform/auth/api-key.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { macOf } from '../../../platform/keys/derive-key.ts'
import { personOf } from '../../accounts/membership.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { allows } from '../../shared/context.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import { ownSubscription } from '../own-subscription.ts'

const secondsOfDay = 86_400

export type SubscriptionKeyAnswer = {
  readonly keyId: string
  /** The key itself. The hub keeps only its hash; a repetition of this very command is the one way to see it again. */
  readonly key: string
  readonly subscriptionId: string
  readonly appId: string
  readonly prefix: string
  readonly last4: string
  readonly perMinute: number
  readonly expiresAt?: string
}

/** Gives a subscription a key that runs its app, and can do nothing else. */
export const createSubscriptionKey = defineCommand({
  name: 'subscriptions.create-key',
  input: z.strictObject({
    subscriptionId: Id,
    name: z.string().trim().min(1).max(100),
    perMinute: z.int().min(1).max(10_000).default(60),
    /** Absent: it lasts as long as the subscription. */
    expiresInDays: z.int().min(1).max(3650).exactOptional(),
  }),
  scope: 'subscriptions:write',
  run: async ({ subscriptionId, name, perMinute, expiresInDays }, tools) => {
    const { context, services } = tools
    const createdBy = personOf(context)
    if (typeof createdBy !== 'string') return createdBy
    // It would run the app on behalf of somebody who may not.
    if (!allows(context, 'apps:run'))
      return reject('FORBIDDEN', 'This takes the scope apps:run, which the key has.')
    const owned = await ownSubscription(tools, subscriptionId)
    if (isRejection(owned)) return owned
    const keyId = derivedId(context.commandId, 'subscriptionKey')
    const secret = macOf(services.secrets.tokenKey, 'subscription-key', keyId, context.commandId)
    const written = writeSubscriptionKey(keyId, secret)
    const before = await tools.answered(subscriptionKey, keyId)
    if (before !== undefined) return 'code' in before ? before : answerOf(before, written)
    if (isEnded(owned)) return reject('SUBSCRIPTION_ENDED', `This subscription is ${owned.status}.`)
    if (!mayHaveKeys(owned.plan))
      return reject('NOT_ENTITLED', 'The plan gives no keys: it lacks the feature api-keys.')
    const { hash, prefix, last4 } = written
    const { organisation, appId } = owned
    const changed = await tools.change(subscriptionKey, keyId, {
      type: 'CreateSubscriptionKey',
      ...{ keyId, subscriptionId, organisation, appId },
      key: { createdBy, name, hash, prefix, last4, perMinute },
      ...(expiresInDays === undefined ? {} : { validForSeconds: expiresInDays * secondsOfDay }),
    })
    return 'stream' in changed ? answerOf(changed, written) : changed
  },
})

const answerOf = (
  changed: Changed & { readonly state: SubscriptionKey },
  { key, prefix, last4 }: WrittenApiKey,
): Completed<SubscriptionKeyAnswer> | Rejection => {
  if (changed.state.kind === 'absent') return notFound('subscription key')
  const { keyId, subscriptionId, appId, perMinute, expiresAt } = changed.state
  const answer = { keyId, key, subscriptionId, appId, prefix, last4, perMinute }
  return { answer: { ...answer, ...(expiresAt === undefined ? {} : { expiresAt }) }, changed }
}
