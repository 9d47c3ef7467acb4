import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { followPositions } from '../../platform/positions/positions.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { dropGeneration } from '../../projections/generations/drop.ts'
import { listReplays } from '../../projections/replays/replay.ts'
import { wishStart } from '../../projections/replays/wishes.ts'
import { startProjector } from '../../projections/runner/projector.ts'
import { buildInThread } from '../replay/in-thread.ts'
import { fillWithJobs } from './kit/fill.ts'
import { jobStory, storyLength } from './kit/job-story.ts'
import { openLoop } from './kit/open-loop.ts'
import type { Figure, Part } from './kit/part.ts'
import { noVault } from './kit/rebuild.ts'
import { scratchPostgres, scratchStore } from './kit/scratch.ts'
import { percentile } from './kit/statistics.ts'

/** Appends a second, each of a whole story of a job, while it is measured how long they take to be seen. */
const rate = 20

/** A rebuild in a thread beside a projector at work, and what it costs those who wait for their rows. */
export const replay: Part = {
  name: 'replay',
  about:
    'events/s of a rebuild beside live writes; time from append to visible rows, with and without it',
  rounds: 3,
  open: async ({ quick, say }) => {
    const store = await scratchStore()
    const postgres = await scratchPostgres()
    const database = await postgres.database()
    const connected = await connectPostgres(database.url, { pipelined: true })
    const [bus, cache] = [createMemoryBus(), createMemoryCache()]
    const positions = followPositions({ bus, db: connected.db })
    const { eventStore } = store
    const projector = startProjector({
      ...{ eventStore, postgres: connected, postgresUrl: database.url, cache, bus },
      ...{ vault: noVault, logger: pino({ level: 'silent' }) },
    })
    say('filling the log')
    const filled = await fillWithJobs(eventStore, quick ? 10_000 : 200_000)
    await positions.reach(filled.position, 3_600_000)
    let story = filled.events / storyLength

    /** Milliseconds from the moment each append was due until its rows are there, for a second of appends. */
    const aSecond = async (seen: number[]): Promise<void> => {
      await openLoop(rate, rate, async (_, due) => {
        const { stream, events } = jobStory((story += 1))
        const result = await eventStore.append(stream, events, 'no-stream')
        if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
        await positions.reach(result.position, 30_000)
        seen.push(performance.now() - due)
      })
    }

    const build = async (lagSeconds: number | null) => {
      const { pool } = connected
      const generation = await wishStart(pool, { by: 'bench', lagSeconds })
      const task = {
        ...{ eventStoreUrl: store.connectionString, postgresUrl: database.url },
        ...{ masterKey: randomBytes(32), builder: 'bench' },
      }
      const seen: number[] = []
      let isOver = false
      const built = buildInThread(task, new AbortController().signal, say).finally(() => {
        isOver = true
      })
      const over = (): boolean => isOver
      while (!over()) await aSecond(seen)
      const driven = await built
      if (driven !== 'DONE') throw new Error(`the build ended: ${driven}`)
      const told = (await listReplays(pool)).find((one) => one.generation === generation)
      await dropGeneration(pool, cache, generation, 0)
      return { seen, perSecond: Number(told?.events ?? 0n) / (told?.busySeconds ?? Number.NaN) }
    }

    const ms = (name: string, seen: readonly number[]): readonly Figure[] =>
      [0.5, 0.99].map((p) => ({
        name: `${name}, p${p * 100}`,
        value: percentile(seen, p),
        unit: 'ms',
      }))

    return {
      round: async () => {
        const alone: number[] = []
        for (let second = 0; second < (quick ? 2 : 10); second += 1) await aSecond(alone)
        const free = await build(null)
        const careful = await build(0.25)
        return [
          { name: 'rebuilt beside live writes', value: free.perSecond, unit: 'events/s' },
          {
            name: 'rebuilt, resting at 0.25 s of live lag',
            value: careful.perSecond,
            unit: 'events/s',
          },
          ...ms('append to visible, alone', alone),
          ...ms('append to visible, during a rebuild', free.seen),
          ...ms('append to visible, during one that rests', careful.seen),
        ]
      },
      stop: async () => {
        await projector.stop()
        positions.close()
        await bus.close()
        await connected.close()
        await database.drop()
        await store.stop()
        await postgres.stop()
      },
    }
  },
}
