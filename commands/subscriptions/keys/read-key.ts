import { z } from 'zod'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { quotaOfRuns } from '../../../domain/subscriptions/entitled.ts'
import { isExpired, subscriptionKey } from '../../../domain/subscriptions/subscription-key.ts'
import { subscription } from '../../../domain/subscriptions/subscription.ts'
import { appUsage, remainingPlaces, usageIdOf } from '../../../domain/subscriptions/usage.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { load } from '../../shared/load.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

const Usage = z.strictObject({
  /** Runs of the period that are done. */
  counted: z.int().min(0),
  /** Runs that the plan gives; absent: as many as one likes. */
  quota: z.int().min(0).exactOptional(),
  /** Runs that may still begin; absent where there is no quota. */
  remaining: z.int().min(0).exactOptional(),
})

export const SubscriptionKeyView = z.strictObject({
  keyId: Id,
  subscriptionId: Id,
  appId: Id,
  name: z.string().max(100),
  prefix: z.string().max(20),
  last4: z.string().length(4),
  status: z.enum(['ACTIVE', 'EXPIRED', 'REVOKED']),
  perMinute: z.int().min(1),
  createdBy: Id,
  expiresAt: Instant.exactOptional(),
  /** Of the subscription, which all of its keys share. */
  usage: Usage,
})
export type SubscriptionKeyView = z.output<typeof SubscriptionKeyView>

/** How far the runs of a subscription's period are used up. */
export const usageOf = async (
  { eventStore, foldCache, clock }: Services,
  subscriptionId: string,
): Promise<z.output<typeof Usage>> => {
  const { state } = await load(eventStore, foldCache, subscription, subscriptionId)
  if (state.kind !== 'existing') return { counted: 0 }
  const usageId = usageIdOf(subscriptionId, state.period.index)
  const { state: usage } = await load(eventStore, foldCache, appUsage, usageId)
  const quota = quotaOfRuns(state.plan)
  const { counted } = usage
  if (quota === undefined) return { counted }
  return { counted, quota, remaining: remainingPlaces(usage, quota, clock.now().toISOString()) }
}

/** A key of the caller's organisation, with what its subscription has left. */
export const readSubscriptionKeyState = async (
  services: Services,
  context: CommandContext,
  keyId: string,
): Promise<ReadOutcome<SubscriptionKeyView>> => {
  const unused = { counted: 0 }
  const now = services.clock.now().toISOString()
  const outcome = await readAggregate(
    services,
    context,
    'subscriptions:write',
    subscriptionKey,
    keyId,
    (state): SubscriptionKeyView | ReturnType<typeof notFound> => {
      if (state.kind === 'absent' || !actsFor(context, state.organisation))
        return notFound('subscription key')
      const { kind, organisation: _, hash: __, ...key } = state
      const status = kind === 'revoked' ? 'REVOKED' : isExpired(state, now) ? 'EXPIRED' : 'ACTIVE'
      return { ...key, status, usage: unused }
    },
  )
  if (outcome.kind === 'failed') return outcome
  const usage = await usageOf(services, outcome.view.subscriptionId)
  return { ...outcome, view: { ...outcome.view, usage } }
}
