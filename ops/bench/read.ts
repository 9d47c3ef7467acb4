import { EventStoreDBClient } from '@eventstore/db-client'
import { fillWithJobs } from './kit/fill.ts'
import type { Figure, Part } from './kit/part.ts'
import { rateOf } from './kit/rate.ts'
import { byOurReader, byReadAll, bySubscription, type Read } from './kit/readers.ts'
import { scratchStore } from './kit/scratch.ts'

/** The log from its beginning, event by event with data and metadata parsed. */
export const read: Part = {
  name: 'read',
  about: 'events/s read from $all: our reader beside loops over the bare client',
  rounds: 5,
  open: async ({ quick, say }) => {
    const store = await scratchStore()
    const client = EventStoreDBClient.connectionString(store.connectionString)
    say('filling the log')
    const { events } = await fillWithJobs(store.eventStore, quick ? 10_000 : 100_000)
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
