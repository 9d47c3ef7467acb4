import { EventStoreDBClient, excludeSystemEvents, START } from '@eventstore/db-client'
import type { EventStore } from '../../platform/event-store/types.ts'
import { fillWithJobs } from './kit/fill.ts'
import type { Figure, Part } from './kit/part.ts'
import { rateOf } from './kit/rate.ts'
import { scratchStore } from './kit/scratch.ts'

/** Reads the log up to the `wanted`th event of ours, as a projector does; how many came. */
type Read = (wanted: number) => Promise<number>

const byOurReader =
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

const bySubscription =
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

const byReadAll =
  (client: EventStoreDBClient): Read =>
  async (wanted) => {
    let seen = 0
    for await (const { event } of client.readAll()) {
      if (event !== undefined && !event.type.startsWith('$') && ++seen === wanted) break
    }
    return seen
  }

/** The log from its beginning, event by event with data and metadata parsed. */
export const read: Part = {
  name: 'read',
  about: 'events/s read from $all: our reader beside loops over the bare client',
  rounds: 5,
  open: async ({ quick, say }) => {
    const store = await scratchStore()
    const client = EventStoreDBClient.connectionString(store.connectionString)
    say('filling the log')
    const events = await fillWithJobs(store.eventStore, quick ? 10_000 : 100_000)
    const ours = byOurReader(store.eventStore)
    const subscription = bySubscription(client)
    const readAll = byReadAll(client)
    const rate = async (name: string, way: Read): Promise<number> => {
      say(name)
      return rateOf(() => way(events))
    }

    const round = async (): Promise<readonly Figure[]> => {
      const rates = {
        ours: await rate('our reader', ours),
        subscription: await rate('bare client, subscribeToAll', subscription),
        readAll: await rate('bare client, readAll', readAll),
      }
      const best = Math.max(rates.subscription, rates.readAll)
      return [
        { name: 'our reader', value: rates.ours, unit: 'events/s' },
        { name: 'bare client, subscribeToAll', value: rates.subscription, unit: 'events/s' },
        { name: 'bare client, readAll', value: rates.readAll, unit: 'events/s' },
        {
          name: 'our reader / the faster bare loop',
          value: rates.ours / best,
          unit: '×',
          target: { atLeast: 0.9 },
        },
      ]
    }

    say('warming up')
    for (const way of [ours, subscription, readAll]) await way(Math.min(events, 10_000))
    return {
      round,
      stop: async () => {
        await client.dispose()
        await store.stop()
      },
    }
  },
}
