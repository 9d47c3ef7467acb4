import { excludeSystemEvents, START, type EventStoreDBClient } from '@eventstore/db-client'
import type { EventStore } from '../../../platform/event-store/types.ts'

/** Reads the log up to the `wanted`th event of ours, data and metadata parsed; how many came. */
export type Read = (wanted: number) => Promise<number>

/** As a projector reads. */
export const byOurReader =
  (eventStore: EventStore): Read =>
  async (wanted) => {
    const ending = new AbortController()
    let seen = 0
    for await (const message of eventStore.subscribeAll({
      after: 'start',
      signal: ending.signal,
    })) {
      if (message.kind === 'event' && ++seen === wanted) ending.abort()
    }
    return seen
  }

/** A loop over the client's subscription, as its documentation has it. */
export const bySubscription =
  (client: EventStoreDBClient): Read =>
  async (wanted) => {
    let seen = 0
    const subscription = client.subscribeToAll({
      fromPosition: START,
      filter: excludeSystemEvents(),
    })
    for await (const { event } of subscription) {
      if (event !== undefined && ++seen === wanted) break
    }
    await subscription.unsubscribe()
    return seen
  }

/** A loop over the client's read, which ends where the log does. */
export const byReadAll =
  (client: EventStoreDBClient): Read =>
  async (wanted) => {
    let seen = 0
    for await (const { event } of client.readAll()) {
      if (event !== undefined && !event.type.startsWith('$') && ++seen === wanted) break
    }
    return seen
  }
