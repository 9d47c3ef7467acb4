import { excludeSystemEvents, START, type EventStoreDBClient } from '@eventstore/db-client'
import type { EventStore } from '../../../platform/event-store/types.ts'

/** Reads the log up to the `wanted`th event of ours, data and metadata parsed; how many came. */
export type Read = (wanted: number) => Promise<number>

/** The node's own events that may stand among ours. */
const systemEvents = 100

/** As a projector reads. */
export const byOurReader =
  (eventStore: EventStore): Read =>
  async (wanted) => {
    const ending = new AbortController()
    let seen = 0
    for await (const messages of eventStore.subscribeAll({
      after: 'start',
      signal: ending.signal,
    })) {
      for (const { kind } of messages) if (kind === 'event') seen += 1
      if (seen >= wanted) ending.abort()
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

/** A loop over the client's read, to its end: one that is left earlier keeps the client from being closed. */
export const byReadAll =
  (client: EventStoreDBClient): Read =>
  async (wanted) => {
    let seen = 0
    for await (const { event } of client.readAll({ maxCount: wanted + systemEvents })) {
      if (event !== undefined && !event.type.startsWith('$')) seen += 1
    }
    return seen
  }
