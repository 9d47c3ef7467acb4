import { randomUUID } from 'node:crypto'
import type { Connections } from '../../hub/connections.ts'
import type { OpenProviders } from '../../hub/execution.ts'
import { nothingAround, type AroundPorts } from '../../hub/around-ports.ts'
import { postgresProgress, type Progress } from '../../../platform/checkpoint/progress.ts'
import { partitions } from '../../../sagas/runtime/partition.ts'
import { AppendUncertain, EventStoreUnavailable } from '../../../platform/event-store/errors.ts'
import { oneByOne } from '../../../platform/event-store/one-by-one.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { checkpointBeforeRows } from './checkpoint-before-rows.ts'
import { withoutClientToken } from './without-client-token.ts'

/**
 * Bugs as they are made, put between the hub and the edge, to see that they are found. None of them does harm as long as
 * nothing fails.
 */
const inEventStore =
  (around: (inner: EventStore, connections: Connections) => Partial<EventStore>) =>
  (): AroundPorts => ({
    ...nothingAround,
    connections: (given) => ({
      ...given,
      eventStore: { ...given.eventStore, ...around(given.eventStore, given) },
    }),
  })

const isUncertain = (error: unknown): boolean =>
  error instanceof AppendUncertain || error instanceof EventStoreUnavailable

const seenBy = (position: bigint): ReadonlyMap<number, Progress> =>
  new Map(Array.from({ length: partitions }, (_, n) => [n, { position, carried: [] }]))

export const bugs = {
  /** Whoever does not hear of an append takes it for done. */
  'uncertain-is-done': inEventStore((inner) => ({
    append: (stream, events, expected) =>
      inner.append(stream, events, expected).catch(async (error: unknown) => {
        if (!isUncertain(error)) throw error
        const revision = expected === 'no-stream' ? -1n : expected
        const position = await inner.head()
        return { kind: 'appended', revision: revision + BigInt(events.length), position }
      }),
  })),
  /** An append without an answer is made again, as if it were another. */
  'new-ids-on-retry': inEventStore((inner) => ({
    append: (stream, events, expected) =>
      inner.append(stream, events, expected).catch(async (error: unknown) => {
        if (!isUncertain(error)) throw error
        const [last] = await inner.read(stream, { direction: 'backwards', maxCount: 1 })
        const others = events.map((event) => ({ ...event, id: randomUUID() }))
        return inner.append(stream, others, last?.revision ?? 'no-stream')
      }),
  })),
  /** A command does not look whether it was executed before. */
  'no-dedupe': inEventStore((inner) => ({
    read: async (stream, options) =>
      (await inner.read(stream, options)).map((event) => ({
        ...event,
        metadata: { ...event.metadata, commandId: randomUUID() },
      })),
  })),
  /** The router writes down an event as seen, and then takes it to the sagas. */
  'checkpoint-before-work': inEventStore((inner, { postgres }) => ({
    subscribeAll: async function* (wish) {
      const isRouter = wish.streamPrefixes?.includes('job-') === true
      for await (const message of oneByOne(inner.subscribeAll(wish))) {
        if (isRouter && message.kind === 'event')
          await postgresProgress(postgres.db, 'saga-router').save(seenBy(message.event.position))
        yield [message]
      }
    },
  })),
  /** The projector's checkpoint is written down for itself, before the rows. */
  'checkpoint-before-rows': () => {
    checkpointBeforeRows()
    return nothingAround
  },
  /** A submission that is made again is a new one to the provider. */
  'no-client-token': (dataDir: string): AroundPorts => ({
    ...nothingAround,
    providers: (given): OpenProviders => ({
      ...given,
      registry: (name) => withoutClientToken(given.registry(name), dataDir),
    }),
  }),
} as const satisfies Readonly<Record<string, (dataDir: string) => AroundPorts>>

export type Bug = keyof typeof bugs

export const isBug = (name: string): name is Bug => Object.hasOwn(bugs, name)
