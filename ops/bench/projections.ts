import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { EventStoreDBClient } from '@eventstore/db-client'
import { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { pino } from 'pino'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { Group } from '../../projections/groups.ts'
import { groups } from '../../projections/groups.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import { fillWithJobs, type Filled } from './kit/fill.ts'
import { keyed } from './kit/keyed.ts'
import type { Figure, Part } from './kit/part.ts'
import { rateOf } from './kit/rate.ts'
import { byOurReader, byReadAll, bySubscription } from './kit/readers.ts'
import { groupsNamed, noVault, rebuild } from './kit/rebuild.ts'
import {
  scratchPostgres,
  scratchStore,
  type ScratchPostgres,
  type ScratchStore,
} from './kit/scratch.ts'

/** Events a second of a rebuild; `after` may look at what was built before it goes. */
const rebuilt = async (
  store: ScratchStore,
  postgres: ScratchPostgres,
  chosen: readonly Group[],
  after: (url: string) => Promise<void> = () => Promise.resolve(),
): Promise<number> => {
  const database = await postgres.database()
  try {
    const rate = await rateOf(() => rebuild(store.eventStore, database.url, chosen))
    await after(database.url)
    return rate
  } finally {
    await database.drop()
  }
}

/** Events a second of a projector that catches up by the way it follows the log: upserts, hot keys and notices. */
const followed = async (
  store: ScratchStore,
  postgres: ScratchPostgres,
  { events, position }: Filled,
): Promise<number> => {
  const database = await postgres.database()
  const connected = await connectPostgres(database.url, { pipelined: true })
  const bus = createMemoryBus()
  const positions = followPositions({ bus, db: connected.db })
  try {
    return await rateOf(async () => {
      const projector = startProjector({
        eventStore: store.eventStore,
        postgres: connected,
        postgresUrl: database.url,
        cache: createMemoryCache(),
        bus,
        vault: noVault,
        logger: pino({ level: 'silent' }),
      })
      await positions.reach(position, 3_600_000)
      await projector.stop()
      return events
    })
  } finally {
    positions.close()
    await bus.close()
    await connected.close()
    await database.drop()
  }
}

/** Rows a second that COPY takes into an empty table of the same columns and keys: one row for each event. */
const copied = async (url: string, table: string): Promise<number> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const lines: Buffer[] = []
    await pipeline(client.query(copyTo(`COPY ${table} TO STDOUT`)), async (chunks) => {
      for await (const chunk of chunks as AsyncIterable<Buffer>) lines.push(chunk)
    })
    await client.query(`CREATE TABLE copied (LIKE ${table} INCLUDING ALL)`)
    return await rateOf(async () => {
      await pipeline(Readable.from(lines), client.query(copyFrom('COPY copied FROM STDIN')))
      const { rows } = await client.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM copied',
      )
      return rows[0]?.count ?? 0
    })
  } finally {
    await client.end()
  }
}

const transitions = `${schemaOfGeneration(2)}.job_transitions`

/** Read models from the log, beside what only reads and what only writes. */
export const projections: Part = {
  name: 'projections',
  about: 'events/s projected, live and rebuilt, beside a bare reader and a bare COPY',
  rounds: 5,
  open: async ({ quick, say }) => {
    const store = await scratchStore()
    const postgres = await scratchPostgres()
    const client = EventStoreDBClient.connectionString(store.connectionString)
    say('filling the log')
    const filled = await fillWithJobs(store.eventStore, quick ? 10_000 : 200_000)

    const { events } = filled

    const rate = async (name: string, measure: () => Promise<number>): Promise<Figure> => {
      say(name)
      return { name, value: await measure(), unit: 'events/s' }
    }
    const round = async (): Promise<readonly Figure[]> => {
      let copy = Number.NaN
      const loops = [
        await rate('bare client, readAll', () => rateOf(() => byReadAll(client)(events))),
        await rate('bare client, subscribeToAll', () =>
          rateOf(() => bySubscription(client)(events)),
        ),
      ]
      const bare = loops.reduce((one, other) => (one.value > other.value ? one : other))
      const ours = await rate('our reader', () =>
        rateOf(() => byOurReader(store.eventStore)(events)),
      )
      const key = await rate('rebuilt: jobs by key', () => rebuilt(store, postgres, keyed))
      const jobs = await rate('rebuilt: jobs, timelines, programs, results', () =>
        rebuilt(store, postgres, groupsNamed(['jobs']), async (url) => {
          copy = await copied(url, transitions)
        }),
      )
      const all = await rate('rebuilt: everything', () => rebuilt(store, postgres, groups))
      const live = await rate('followed: everything', () => followed(store, postgres, filled))
      const of = (name: string, one: Figure, other: Figure): Figure => ({
        name,
        value: one.value / other.value,
        unit: '×',
      })
      return [
        ...loops,
        ours,
        { name: 'bare COPY, a row an event', value: copy, unit: 'rows/s' },
        key,
        jobs,
        all,
        live,
        {
          ...of('rebuilt by key / the faster bare loop', key, bare),
          target: { atLeast: 0.8 },
        },
        of('rebuilt by key / our reader', key, ours),
      ]
    }
    say('warming up')
    await rebuilt(store, postgres, keyed)
    return {
      round,
      stop: async () => {
        await client.dispose()
        await store.stop()
        await postgres.stop()
      },
    }
  },
}
