import { reject } from '../../domain/shared/rejection.ts'
import { subscriptionSlot } from '../../domain/subscriptions/subscription-slot.ts'
import {
  isEnded,
  type ExistingSubscription,
} from '../../domain/subscriptions/subscription-state.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import type { CommandTools } from '../shared/tools.ts'
import { slotIdOf } from './take-slot.ts'

/** The subscription that the organisation has to the app, if it is not over. */
export const liveSubscription = async (
  { load }: Pick<CommandTools, 'load'>,
  organisation: string,
  appId: string,
): Promise<ExistingSubscription | undefined> => {
  const { state: slot } = await load(subscriptionSlot, slotIdOf(organisation, appId))
  if (slot.kind === 'free') return undefined
  const { state } = await load(subscription, slot.subscriptionId)
  return state.kind === 'existing' && !isEnded(state) ? state : undefined
}

export const unsubscribed = reject(
  'SUBSCRIPTION_REQUIRED',
  'The organisation has no subscription to this app.',
)
