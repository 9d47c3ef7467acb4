import type { Logger } from 'pino'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { type Clock, systemClock } from '../../platform/clock/clock.ts'
import { shareWork } from '../../platform/lease/shares.ts'
import type { Postgres } from '../../platform/postgres/connect.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { groups as allGroups, type Group } from '../groups.ts'
import { createHands } from './hands.ts'
import { isTransient } from './failures.ts'
import { persistently } from './persistently.ts'
import { project, type Progress } from './project.ts'
import type { ProjectorStatus } from './status.ts'
import { TakenOver } from './store.ts'

export type ProjectorOptions = {
  readonly eventStore: EventStore
  readonly postgres: Postgres
  /** For the leases, which have a session of their own. */
  readonly postgresUrl: string
  readonly cache: Cache
  readonly bus: Bus
  readonly vault: Vault
  readonly logger: Logger
  readonly clock?: Clock
  readonly groups?: readonly Group[]
  /** Default 500. */
  readonly maxEvents?: number
  /** Default 2. */
  readonly lingerMs?: number
  /** Silent for this long, as when frozen, a projector loses its groups to the others. Default 5 s. */
  readonly silentForMs?: number
  /** How often projectors look who is there and what is free. Default 1 s. */
  readonly lookEveryMs?: number
}

export type Projector = {
  readonly status: () => ProjectorStatus
  /** Rejects when the projector cannot go on: somebody edited a checkpoint, or a fault of its own. */
  readonly done: Promise<void>
  /** Commits what is in hand, then ends. */
  readonly stop: () => Promise<void>
}

/** A commit takes some milliseconds, and what waits for it this many more at most. */
const lingerAtMostMs = 6

/** Brings the read models forward, together with all other projectors: each holds some groups and reads the log once. */
export const startProjector = (options: ProjectorOptions): Projector => {
  const { postgres, postgresUrl, logger, clock = systemClock, groups = allGroups } = options
  const { silentForMs = 5_000, lookEveryMs = 1_000 } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const progress: { current: Progress | undefined; ended: boolean } = {
    current: undefined,
    ended: false,
  }
  const hands = createHands<Group>()

  const parts = {
    eventStore: options.eventStore,
    pool: postgres.pool,
    cache: options.cache,
    bus: options.bus,
    vault: options.vault,
    logger,
    clock,
    allGroups: groups,
    limits: {
      maxEvents: options.maxEvents ?? 500,
      lingerMs: options.lingerMs ?? 2,
      lingerAtMostMs,
    },
    onProgress: (now: Progress) => {
      progress.current = now
    },
  }

  const worthAnother = (error: unknown): boolean => isTransient(error) || error instanceof TakenOver

  /** Turn after turn, each with the groups that are held then. */
  const turns = (): Promise<void> =>
    hands.work(signal, (held, turn) => {
      // In the order of the list, whatever the order in which they came.
      const inOrder = groups.filter((group) => held.has(group))
      return persistently(
        () => project({ ...parts, groups: inOrder }, turn),
        worthAnother,
        turn,
        (error) => logger.warn({ error }, 'projector: a turn will begin anew'),
      )
        .catch((error: unknown) => {
          if (!turn.aborted || !worthAnother(error)) throw error
        })
        .finally(() => {
          progress.current = undefined
        })
    })

  const sharing = shareWork(
    postgresUrl,
    {
      name: 'projector',
      pieces: groups.length,
      signal,
      lookEveryMs,
      silentForMs,
      onTrouble: (error) => logger.warn({ error }, 'projector: leases'),
    },
    (piece, lease) => {
      const group = groups[piece]
      return group === undefined ? Promise.resolve() : hands.hold(group, lease)
    },
  )

  const run = async (): Promise<void> => {
    try {
      await turns()
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      progress.ended = true
      // Others take what is left behind.
      stopping.abort()
      hands.letGo()
      await sharing
    }
  }

  const done = run()
  // Whoever waits for the end is told of a failure; nobody has to.
  done.catch((error: unknown) => logger.error({ error }, 'projector: stopped by a failure'))
  return {
    status: () => statusOf(progress.current, progress.ended),
    done,
    stop: async () => {
      stopping.abort()
      await done.catch(() => undefined)
    },
  }
}

const idle: ProjectorStatus = {
  state: 'WAITING',
  generation: 1,
  groups: [],
  position: 0n,
  lag: { events: 0, ms: 0 },
  quarantinedStreams: 0,
  cacheHealthy: true,
}

const statusOf = (now: Progress | undefined, ended: boolean): ProjectorStatus => ({
  ...(now?.status() ?? idle),
  ...(ended ? { state: 'STOPPED' as const, groups: [] } : {}),
})
