import { randomUUID } from 'node:crypto'
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client'
import type { EventStore, NewEvent } from '../../platform/event-store/types.ts'
import { jobStory } from './kit/job-story.ts'
import type { Figure, Part } from './kit/part.ts'
import { rateFor } from './kit/rate.ts'
import { rawFile, rawLmdb, recordsOf, type RawStore } from './kit/raw-store.ts'
import { scratchDirectory, scratchStore } from './kit/scratch.ts'

/** Writers side by side, and events in each append. */
const shapes = [
  { writers: 1, batch: 1 },
  { writers: 1, batch: 10 },
  { writers: 1, batch: 100 },
  { writers: 64, batch: 1 },
  { writers: 64, batch: 10 },
  { writers: 64, batch: 100 },
] as const

/** What each writer appends in one go: the same events for everybody, under ids of their own. */
type Append = (stream: string, events: readonly NewEvent[], turn: number) => Promise<void>

const samples: readonly NewEvent[] = Array.from({ length: 10 }, (_, n) => jobStory(n).events).flat()

const eventsOf = (batch: number): readonly NewEvent[] =>
  Array.from({ length: batch }, (_, n) => samples[n % samples.length]).flatMap((event) =>
    event === undefined ? [] : [{ ...event, id: randomUUID() }],
  )

const byOurPort =
  (eventStore: EventStore): Append =>
  async (stream, events, turn) => {
    const expected = turn === 0 ? 'no-stream' : BigInt(turn * events.length - 1)
    const { kind } = await eventStore.append(stream, events, expected)
    if (kind !== 'appended') throw new Error(`not appended: ${kind}`)
  }

const byBareClient =
  (client: EventStoreDBClient): Append =>
  async (stream, events, turn) => {
    const expectedRevision = turn === 0 ? NO_STREAM : BigInt(turn * events.length - 1)
    // The client takes JSON values alone; what an event holds is one.
    const made = events.map(({ id, type, data, metadata }) =>
      jsonEvent({ id, type, data: data as never, metadata: { ...metadata } }),
    )
    await client.appendToStream(stream, made, { expectedRevision })
  }

/** Encoded beforehand: what is left is the way to the disk. */
const records = new Map(
  shapes.map(({ batch }) => [batch as number, recordsOf('bench-raw', eventsOf(batch))]),
)

const byRawStore =
  (store: RawStore): Append =>
  (_, events) =>
    store.put(records.get(events.length) ?? [])

/** Events appended, each batch to the end of its writer's own stream at the exact revision. */
export const append: Part = {
  name: 'append',
  about: 'events/s appended, 1 and 64 writers: our port, the bare client, LMDB and a file alone',
  rounds: 5,
  open: async ({ quick, say }) => {
    const directory = await scratchDirectory()
    const store = await scratchStore()
    const client = EventStoreDBClient.connectionString(store.connectionString)
    const lmdb = rawLmdb(directory.path)
    const file = await rawFile(directory.path)
    const ways: readonly (readonly [string, Append])[] = [
      ['our port', byOurPort(store.eventStore)],
      ['bare client', byBareClient(client)],
      ['LMDB alone', byRawStore(lmdb)],
      ['a file alone', byRawStore(file)],
    ]
    const ms = quick ? 300 : 1_500

    const measure = async (way: Append, writers: number, batch: number): Promise<number> => {
      const run = randomUUID()
      return rateFor(ms, writers, async (lane, turn) => {
        await way(`bench-${run}-${lane}`, eventsOf(batch), turn)
        return batch
      })
    }

    const round = async (): Promise<readonly Figure[]> => {
      const figures: Figure[] = []
      for (const { writers, batch } of shapes) {
        const shape = `${writers} ${writers === 1 ? 'writer' : 'writers'} × ${batch}`
        say(shape)
        const rates = new Map<string, number>()
        for (const [name, way] of ways) {
          const value = await measure(way, writers, batch)
          rates.set(name, value)
          figures.push({ name: `${shape}: ${name}`, value, unit: 'events/s' })
        }
        const of = (name: string): number =>
          (rates.get('our port') ?? Number.NaN) / (rates.get(name) ?? Number.NaN)
        figures.push({ name: `${shape}: port / bare client`, value: of('bare client'), unit: '×' })
        figures.push({ name: `${shape}: port / LMDB alone`, value: of('LMDB alone'), unit: '×' })
      }
      return figures
    }

    say('warming up')
    for (const [, way] of ways) await measure(way, 64, 10)
    return {
      round,
      stop: async () => {
        await client.dispose()
        await store.stop()
        await Promise.all([lmdb.close(), file.close()])
        await directory.remove()
      },
    }
  },
}
