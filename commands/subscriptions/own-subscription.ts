import type { Rejection } from '../../domain/shared/rejection.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import type { ExistingSubscription } from '../../domain/subscriptions/subscription-state.ts'
import { notFound } from '../shared/change.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The subscription, if the caller's organisation has it. */
export const ownSubscription = async (
  { load, context }: Pick<CommandTools, 'load' | 'context'>,
  subscriptionId: string,
): Promise<ExistingSubscription | Rejection> => {
  const { state } = await load(subscription, subscriptionId)
  return state.kind === 'existing' && actsFor(context, state.organisation)
    ? state
    : notFound('subscription')
}
