import type { Logger } from 'pino'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { postgresCheckpoint } from '../../platform/checkpoint/checkpoint.ts'
import { type Clock, systemClock } from '../../platform/clock/clock.ts'
import { withLease } from '../../platform/lease/lease.ts'
import type { Postgres } from '../../platform/postgres/connect.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { projections as allProjections } from '../all.ts'
import type { Projection } from '../shared/projection.ts'
import { isTransient } from './failures.ts'
import { persistently } from './persistently.ts'
import { project, type Progress } from './project.ts'
import type { ProjectorStatus } from './status.ts'

export type ProjectorOptions = {
  readonly eventStore: EventStore
  readonly postgres: Postgres
  /** For the lease, which has a session of its own. */
  readonly postgresUrl: string
  readonly cache: Cache
  readonly bus: Bus
  readonly vault: Vault
  readonly logger: Logger
  readonly clock?: Clock
  readonly projections?: readonly Projection[]
  readonly generation?: number
  /** Default 500. */
  readonly maxEvents?: number
  /** Default 2. */
  readonly lingerMs?: number
}

export type Projector = {
  readonly status: () => ProjectorStatus
  /** Rejects when the projector cannot go on: another one moved the checkpoint, or a fault of its own. */
  readonly done: Promise<void>
  /** Commits what is in hand, then ends. */
  readonly stop: () => Promise<void>
}

/** One reader of the log feeds all read models; of all processes one at a time does, and the next takes over. */
export const startProjector = (options: ProjectorOptions): Projector => {
  const { postgres, postgresUrl, logger, clock = systemClock, generation = 1 } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const progress: { current: Progress | undefined; ended: boolean } = {
    current: undefined,
    ended: false,
  }

  const parts = {
    eventStore: options.eventStore,
    pool: postgres.pool,
    cache: options.cache,
    bus: options.bus,
    vault: options.vault,
    logger,
    clock,
    projections: options.projections ?? allProjections,
    generation,
    limits: { maxEvents: options.maxEvents ?? 500, lingerMs: options.lingerMs ?? 2 },
    outgoingCheckpoint: postgresCheckpoint(postgres.db, 'integration-events'),
    onProgress: (now: Progress) => {
      progress.current = now
    },
  }

  /** In turn with all other projectors, again after the turn was lost. */
  const turns = async (): Promise<void> => {
    while (!signal.aborted) {
      const outcome = await withLease(postgresUrl, `projector ${generation}`, { signal }, (turn) =>
        project(parts, turn),
      )
      progress.current = undefined
      if (outcome.kind === 'lost') logger.warn({ error: outcome.reason }, 'projector: lease lost')
    }
  }

  const run = async (): Promise<void> => {
    try {
      await persistently(turns, isTransient, signal, (error) =>
        logger.warn({ error }, 'projector: the database is away'),
      )
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      progress.ended = true
    }
  }

  const done = run()
  // Whoever waits for the end is told of a failure; nobody has to.
  done.catch((error: unknown) => logger.error({ error }, 'projector: stopped by a failure'))
  return {
    status: () => statusOf(progress.current, progress.ended, generation),
    done,
    stop: async () => {
      stopping.abort()
      await done.catch(() => undefined)
    },
  }
}

const statusOf = (
  now: Progress | undefined,
  ended: boolean,
  generation: number,
): ProjectorStatus => {
  const idle = {
    position: 0n,
    lag: { events: 0, ms: 0 },
    quarantinedStreams: 0,
    cacheHealthy: true,
  }
  if (now === undefined) return { state: ended ? 'STOPPED' : 'WAITING', generation, ...idle }
  return { ...now.status(), ...(ended ? { state: 'STOPPED' as const } : {}) }
}
