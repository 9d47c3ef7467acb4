import type { Logger } from 'pino'
import type { Pool } from 'pg'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { readReachedOf } from '../generations/reached.ts'
import type { Applied, Applier, LaneApplied } from './applier.ts'
import { createHerald } from './herald.ts'
import { startHotWriter, type HotWriter } from './hot-writer.ts'
import type { Lane } from './lane.ts'
import { nothing } from './row-set.ts'
import { startOutgoing } from './outgoing.ts'
import type { LateApplied } from './redrive.ts'

export type AnnounceParts = {
  readonly eventStore: EventStore
  readonly pool: Pool
  readonly cache: Cache
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly applier: Applier
  readonly lanes: readonly Lane[]
  /** The generation that readers follow; only of this one is anybody told. */
  readonly live: number
  /** Whether these lanes are all that the live generation has. */
  readonly isWhole: boolean
  readonly signal: AbortSignal
}

/** All that follows a commit: hot keys, notices, integration events. */
export type Announcer = {
  readonly applied: (commit: Applied) => Promise<void>
  /** Runs a change of a lane's rows behind its position, and tells of it. */
  readonly late: (lane: Lane, change: () => Promise<readonly LateApplied[]>) => Promise<void>
  readonly cacheHealthy: () => boolean
  readonly stop: () => Promise<void>
}

const keepsHotRows = ({ group }: Lane): boolean => group.tables.includes('jobs')

export const startAnnouncing = async (parts: AnnounceParts): Promise<Announcer> => {
  const { pool, applier, lanes, live, isWhole, logger } = parts
  const trouble = (what: string) => (error: unknown) => logger.warn({ error }, `projector: ${what}`)
  const hot = new Map<number, HotWriter>(
    lanes.filter(keepsHotRows).map((lane) => [
      lane.generation,
      startHotWriter({
        ...parts,
        generation: lane.generation,
        reached: () => applier.positionOf(lane),
        onTrouble: trouble('hot keys are not up to date; they will be repaired'),
      }),
    ]),
  )
  const liveJobs = lanes.find((lane) => keepsHotRows(lane) && lane.generation === live)
  const outgoing =
    liveJobs &&
    (await startOutgoing(
      {
        ...parts,
        generation: live,
        onTrouble: trouble('integration events wait'),
      },
      applier.positionOf(liveJobs),
    ))
  const liveLanes = lanes.filter(({ generation }) => generation === live)
  const least = (): bigint =>
    liveLanes.map(applier.positionOf).reduce((one, other) => (one < other ? one : other))
  const herald = createHerald(
    { ...parts, reached: isWhole ? least : () => readReachedOf(pool, live) },
    trouble('a notice was not sent'),
  )
  const isLive = ({ lane }: LaneApplied): boolean => lane.generation === live

  return {
    applied: async ({ lanes: changed }) => {
      for (const { lane, changes, position } of changed)
        if (keepsHotRows(lane)) await hot.get(lane.generation)?.write(changes, position)
      const told = changed.filter(isLive)
      const newest = told.reduce<LaneApplied | undefined>(
        (most, one) => (one.events.length > (most?.events.length ?? 0) ? one : most),
        undefined,
      )
      if (told.length > 0)
        herald.tell(
          told.map(({ changes }) => changes).filter((changes) => changes !== nothing),
          newest?.events ?? [],
        )
      const ofJobs = told.find(({ lane }) => lane === liveJobs)
      if (ofJobs !== undefined) outgoing?.wake(ofJobs.position, ofJobs.events)
    },
    late: async (lane, change) => {
      const writer = keepsHotRows(lane) ? hot.get(lane.generation) : undefined
      const done = await (writer === undefined ? change() : writer.around(change)).finally(() => {
        // Even when it failed: an answer that got lost may have been that of a commit.
        if (lane === liveJobs) outgoing?.lookAgain()
      })
      for (const { changes, events } of done) {
        await writer?.write(changes, applier.positionOf(lane))
        if (lane.generation === live) herald.tell([changes], events)
      }
    },
    cacheHealthy: () => [...hot.values()].every((writer) => writer.isHealthy()),
    stop: async () => {
      herald.stop()
      await Promise.all([
        ...[...hot.values()].map((writer) => writer.settled()),
        outgoing?.settled(),
      ])
    },
  }
}
