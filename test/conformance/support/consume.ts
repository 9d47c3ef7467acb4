import type {
  PersistentSubscriptionToAll,
  PersistentSubscriptionToStream,
  PersistentSubscriptionToStreamSettings,
  PersistentSubscriptionToAllSettings,
  ResolvedEvent,
} from '@eventstore/db-client'
import {
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
} from '@eventstore/db-client'
import { eventually } from '../../servers/eventually.ts'
import { createWatch } from './watch.ts'

type Subscription = PersistentSubscriptionToStream | PersistentSubscriptionToAll

/** An event as a consumer gets it. */
export type Received = ResolvedEvent & { readonly retryCount: number }

/** What a consumer does with an event as soon as it has it. */
export type Reaction = 'ack' | 'keep' | ((event: Received, consumer: Subscription) => unknown)

export type Consumer = {
  readonly subscription: Subscription
  readonly events: readonly Received[]
  readonly count: (n: number) => Promise<readonly Received[]>
  readonly until: (what: string, holds: () => boolean) => Promise<void>
  readonly confirmed: () => Promise<void>
  readonly failed: () => Promise<Error>
  readonly stop: () => Promise<void>
}

/** Consumes a persistent subscription: what came, and promises of what is to come. */
export const consume = (subscription: Subscription, reaction: Reaction = 'ack'): Consumer => {
  const events: Received[] = []
  const { changed, fail, until, failed } = createWatch()
  let confirmed = false
  subscription.on('confirmation', () => {
    confirmed = true
    changed()
  })
  subscription.on('error', fail)
  subscription.on('data', (event: Received) => {
    events.push(event)
    changed()
    if (reaction === 'keep') return
    // An answer that can't be sent any more is one that is not given.
    if (reaction === 'ack') subscription.ack(event).catch(() => {})
    else reaction(event, subscription)
  })
  return {
    subscription,
    events,
    count: async (n) => {
      await until(`${n} events`, () => events.length >= n)
      return events
    },
    until,
    confirmed: () => until('the confirmation', () => confirmed),
    failed,
    stop: () => subscription.unsubscribe(),
  }
}

/** Settings for tests: from the start, and a checkpoint soon after each acknowledgement. */
const prompt = { checkPointAfter: 1, checkPointLowerBound: 1, checkPointUpperBound: 1 } as const

export const toStream = (changes: Partial<PersistentSubscriptionToStreamSettings> = {}) =>
  persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: 'start', ...prompt, ...changes })

export const toAll = (changes: Partial<PersistentSubscriptionToAllSettings> = {}) =>
  persistentSubscriptionToAllSettingsFromDefaults({ startFrom: 'start', ...prompt, ...changes })

/** Asks until the answer is as expected. */
export const becomes = async (ask: () => boolean | Promise<boolean>): Promise<true> =>
  eventually(async () => ((await ask()) ? true : undefined))
