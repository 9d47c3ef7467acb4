import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { Id, Instant } from '../shared/values.ts'

/**
 * The one place that an organisation has for an app. Its holder is a subscription; once that has ended, or can never
 * start, the next one takes over from it: who asks looks at the holder, and names it.
 */
export const category = 'subscriptionSlot'

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'SubscriptionSlotTaken',
    1,
    z.strictObject({
      slotId: Id,
      organisation: Id,
      appId: Id,
      subscriptionId: Id,
      trial: z.boolean(),
      from: Id.exactOptional(),
      at: Instant,
    }),
  ),
] as const
export type SubscriptionSlotEvent = EventOf<(typeof definitions)[number]>

// State.
export type SubscriptionSlot =
  | { readonly kind: 'free' }
  | {
      readonly kind: 'taken'
      readonly subscriptionId: string
      readonly since: string
      /** The subscriptions that began, or were to begin, with a trial. */
      readonly trials: readonly string[]
    }

export const initial: SubscriptionSlot = { kind: 'free' }

export const evolve = (
  state: SubscriptionSlot,
  { data: { subscriptionId, trial, at } }: SubscriptionSlotEvent,
): SubscriptionSlot => {
  const before = state.kind === 'taken' ? state.trials : []
  const trials = trial ? [...before, subscriptionId] : before
  return { kind: 'taken', subscriptionId, since: at, trials }
}

// Commands.
export type SubscriptionSlotCommand = {
  readonly type: 'TakeSlot'
  readonly slotId: string
  readonly organisation: string
  readonly appId: string
  readonly subscriptionId: string
  readonly trial: boolean
  /** The holder that was found to be over. */
  readonly from?: string
}

export const decide = (
  { type: _, ...wish }: SubscriptionSlotCommand,
  state: SubscriptionSlot,
  { now }: DecisionMeta,
): Decision<SubscriptionSlotEvent> => {
  if (state.kind === 'taken') {
    if (state.subscriptionId === wish.subscriptionId) return []
    if (state.subscriptionId !== wish.from)
      return reject('ALREADY_SUBSCRIBED', 'The organisation has a subscription to this app.')
    if (wish.trial && state.trials.length > 0)
      return reject('TRIAL_UNAVAILABLE', 'The organisation has tried this app before.')
  }
  return [{ type: 'SubscriptionSlotTaken', data: { ...wish, at: now } }]
}

export const subscriptionSlot: Aggregate<
  SubscriptionSlot,
  SubscriptionSlotCommand,
  SubscriptionSlotEvent
> = { category, definitions, initial, evolve, decide }
