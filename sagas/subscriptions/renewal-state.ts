import {
  evolve as evolveSubscription,
  initial as noSubscription,
  type Subscription,
} from '../../domain/subscriptions/subscription-state.ts'
import type { SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import type { SagaMessage } from '../runtime/saga.ts'

export type Renewal = {
  /** As far as it has been heard of. */
  readonly subscription: Subscription
  /** Refunds and voids that were asked for and are not done. */
  readonly owed: number
}

export const initial: Renewal = { subscription: noSubscription, owed: 0 }

/** What an event has the wallet give back, besides what is settled together with a charge. */
export const givesBack = (event: SubscriptionEvent): boolean => {
  switch (event.type) {
    case 'PlanChanged':
      return event.data.credit !== undefined && event.data.charge === undefined
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return event.data.voids !== undefined || event.data.refund !== undefined
    default:
      return false
  }
}

export const evolve = (state: Renewal, message: SagaMessage): Renewal => {
  switch (message.type) {
    case 'input': {
      // The routes let only events of subscriptions through, out of the log, where they were checked.
      const event = message.input as SubscriptionEvent
      return {
        subscription: evolveSubscription(state.subscription, event),
        owed: state.owed + (givesBack(event) ? 1 : 0),
      }
    }
    case 'succeeded':
      return message.kind === 'refund' || message.kind === 'voidCharge'
        ? { ...state, owed: state.owed - 1 }
        : state
    case 'refused':
    case 'unknown':
    case 'timer':
      return state
  }
}
