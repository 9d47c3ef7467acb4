import { deepEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { applierOn, dump, emptyRows, inPieces, noVault } from '../../test/read-models/rows.ts'
import { arbitraryLog } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { groups } from '../groups.ts'
import { lanesOf } from '../runner/lane.ts'
import { createRowStore, type RowStore } from '../runner/store.ts'
import { NotTogether, pour } from './pour.ts'

t.setTimeout(120_000)
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const lanes = lanesOf([1], groups)
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })

/** A log that comes in pieces of these lengths; nothing but following it is asked of it. */
const comingIn = (events: readonly RecordedEvent[], pieces: readonly number[]): EventStore => {
  const subscribeAll: EventStore['subscribeAll'] = async function* ({ after }) {
    const left = events.filter(({ position }) => after === 'start' || position > after)
    for (const piece of inPieces(left, pieces)) {
      yield piece.map((event) => ({ kind: 'event', event }) as const)
      await new Promise((resolve) => setImmediate(resolve))
    }
    yield [{ kind: 'caught-up' }]
  }
  // What of a log is used here.
  return { subscribeAll } as EventStore
}

const pouring = (
  eventStore: EventStore,
  store: RowStore,
  maxEvents: number,
  cachedRows = 100,
): Promise<void> => {
  const { signal } = new AbortController()
  const onCommit = (): void => undefined
  const parts = { eventStore, store, lanes, vault: noVault }
  return pour({ ...parts, signal, maxEvents, cachedRows, onCommit })
}

const wholeOf = async (events: readonly RecordedEvent[]) => {
  await emptyRows(pool)
  await (await applierOn(pool)).apply(events)
  return dump(pool)
}

const most = fc.integer({ min: 1, max: 30 })

t.test('gives the rows of a live projector, however the log comes in', async (t) => {
  await fc.assert(
    fc.asyncProperty(arbitraryLog(), lengths, most, async (events, pieces, maxEvents) => {
      const whole = await wholeOf(events)
      await emptyRows(pool)
      // So few rows are remembered that most are read again, or known from the window before alone.
      await pouring(comingIn(events, pieces), createRowStore(pool), maxEvents, 2)
      deepEqual(await dump(pool), whole)
    }),
    { numRuns: 25 },
  )
  t.pass('for all of them')
})

/** A store whose commits fail as these say, one after the other: before they are made, or after. */
const failing = (ways: readonly ('works' | 'before' | 'after')[]): RowStore => {
  const store = createRowStore(pool)
  const left = [...ways]
  const lost = (): Error => Object.assign(new Error('lost'), { code: 'ECONNRESET' })
  return {
    ...store,
    commit: async (moves) => {
      const way = left.shift()
      if (way === 'before') throw lost()
      const live = await store.commit(moves)
      if (way === 'after') throw lost()
      return live
    },
  }
}

t.test('what fails is thrown, and done again from where the rows are', async (t) => {
  const ways = fc.array(fc.constantFrom('works', 'before', 'after'), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      arbitraryLog(60),
      lengths,
      most,
      ways,
      async (events, pieces, maxEvents, some) => {
        const whole = await wholeOf(events)
        await emptyRows(pool)
        const store = failing(some)
        const log = comingIn(events, pieces)
        for (let isDone = false; !isDone; )
          isDone = await pouring(log, store, maxEvents).then(
            () => true,
            (error: unknown) => {
              if (error instanceof Error && error.message === 'lost') return false
              throw error
            },
          )
        deepEqual(await dump(pool), whole)
      },
    ),
    { numRuns: 15 },
  )
  t.pass('for all of them')
})

t.test('groups that stand apart are not poured', async (t) => {
  const [events] = fc.sample(arbitraryLog(60), 1)
  const [one] = groups
  if (events === undefined || one === undefined) throw new Error('there is nothing to pour')
  await emptyRows(pool)
  await (await applierOn(pool, noVault, [one])).apply(events)
  await t.rejects(pouring(comingIn(events, [10]), createRowStore(pool), 10), NotTogether)
})
