import { z } from 'zod'
import { Money } from '../../domain/shared/money.ts'
import { Id, Instant } from '../../domain/shared/values.ts'
import { Plan } from '../../domain/subscriptions/plan.ts'
import { renewalAmount } from '../../domain/subscriptions/periods.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { Period } from '../../domain/subscriptions/subscription-events.ts'
import { isEnded, statuses } from '../../domain/subscriptions/subscription-state.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'

export const SubscriptionView = z.strictObject({
  subscriptionId: Id,
  appId: Id,
  status: z.enum(statuses),
  plan: Plan,
  versionId: Id,
  period: Period,
  payment: z.enum(['NONE', 'DUE', 'FAILED', 'PAID']),
  cancelsAtPeriodEnd: z.boolean(),
  scheduledPlan: Plan.exactOptional(),
  changingTo: Plan.exactOptional(),
  /** When it renews, and for how much; absent when it will not, or stands still. */
  renewal: z.strictObject({ at: Instant, amount: Money }).exactOptional(),
  startedAt: Instant,
  endedAt: Instant.exactOptional(),
})
export type SubscriptionView = z.output<typeof SubscriptionView>

/** A subscription of the caller's organisation as it is now. */
export const readSubscription = (
  services: Services,
  context: CommandContext,
  subscriptionId: string,
): Promise<ReadOutcome<SubscriptionView>> =>
  readAggregate(services, context, 'signed-in', subscription, subscriptionId, (state) => {
    if (state.kind !== 'existing' || !actsFor(context, state.organisation))
      return notFound('subscription')
    const { appId, status, plan, versionId, period, segment, cancelsAtPeriodEnd, startedAt } = state
    const { scheduledPlan, change, endedAt } = state
    const isGoingOn = status !== 'PAUSED' && !isEnded(state) && !cancelsAtPeriodEnd
    return {
      ...{ subscriptionId, appId, status, plan, versionId, period, cancelsAtPeriodEnd, startedAt },
      payment: segment.payment,
      ...(scheduledPlan === undefined ? {} : { scheduledPlan }),
      ...(change === undefined ? {} : { changingTo: change.plan }),
      ...(isGoingOn && period.end !== undefined
        ? { renewal: { at: period.end, amount: renewalAmount(state) } }
        : {}),
      ...(endedAt === undefined ? {} : { endedAt }),
    }
  })
