import { Mutex } from 'async-mutex'
import type { Logger } from 'pino'
import type { Pool } from 'pg'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { isSame, readFollowed, type Followed } from '../generations/pointer.ts'
import type { Group } from '../groups.ts'
import { serveRequests } from '../quarantine/serve.ts'
import { startAnnouncing } from './announce.ts'
import { openApplier } from './applier.ts'
import { inBatches, type BatchLimits } from './batches.ts'
import { isTransient } from './failures.ts'
import { lanesOf } from './lane.ts'
import { observedBatch } from './observe-batch.ts'
import { persistently } from './persistently.ts'
import type { ProjectorStatus } from './status.ts'
import { createRowStore } from './store.ts'

export type ProjectParts = {
  readonly eventStore: EventStore
  readonly pool: Pool
  readonly cache: Cache
  readonly bus: Bus
  readonly vault: Vault
  readonly logger: Logger
  readonly clock: Clock
  /** Those that this process holds, and all that there are. */
  readonly groups: readonly Group[]
  readonly allGroups: readonly Group[]
  readonly limits: BatchLimits
  readonly onProgress: (progress: Progress) => void
}

export type Progress = { readonly status: () => ProjectorStatus }

/** How often it is looked for another pointer, other generations, and what operators ask. */
const lookMs = 500

/**
 * One turn: brings the held groups of all followed generations forward, from where the furthest behind is, until the
 * signal or until there are others to follow. What is in hand is committed before it ends.
 */
export const project = async (parts: ProjectParts, turn: AbortSignal): Promise<void> => {
  const ending = new AbortController()
  const followed = await readFollowed(parts.pool)
  try {
    await bringForward(parts, followed, ending, AbortSignal.any([turn, ending.signal]))
  } catch (error) {
    // The places and tables of a generation that was dropped are gone: the next turn goes on without it.
    if (isSame(followed, await readFollowed(parts.pool))) throw error
  } finally {
    ending.abort()
  }
}

const bringForward = async (
  parts: ProjectParts,
  followed: Followed,
  ending: AbortController,
  signal: AbortSignal,
): Promise<void> => {
  const { eventStore, pool, vault, logger, clock, groups, allGroups } = parts
  const { live } = followed
  const lanes = lanesOf(followed.generations, groups)
  const applier = await openApplier({ store: createRowStore(pool), lanes, vault, signal })
  const start = applier.position()
  const isWhole = groups.length === allGroups.length
  const announcer = await startAnnouncing({ ...parts, applier, lanes, live, isWhole, signal })
  const messages = eventStore.subscribeAll({ after: start === 0n ? 'start' : start, signal })
  const { batches, waiting } = inBatches(messages, {
    ...parts.limits,
    onEvent: applier.ahead,
  })
  /** Batches and what operators ask change the same rows, one after the other. */
  const rows = new Mutex()
  let isLive = false
  let isRetrying = false
  let inHand = 0
  let newest = clock.now()
  const now = (): number => clock.now().getTime()

  parts.onProgress({
    status: () => {
      const events = waiting() + inHand
      const isLate = !isLive || events > 0
      return {
        state: isRetrying ? 'RETRYING' : isLive ? 'LIVE' : 'CATCHING_UP',
        generation: live,
        groups: groups.map(({ name }) => name),
        position: applier.position(),
        lag: { events, ms: isLate ? Math.max(0, now() - newest.getTime()) : 0 },
        quarantinedStreams: applier.quarantined().length,
        cacheHealthy: announcer.cacheHealthy(),
      }
    },
  })

  let failed: { readonly error: unknown } | undefined
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    try {
      if (!isSame(followed, await readFollowed(pool))) ending.abort()
      else
        await rows.runExclusive(() =>
          serveRequests({ eventStore, pool, applier, announcer, lanes }),
        )
    } catch (error) {
      if (isTransient(error)) {
        logger.warn({ error }, 'projector: nobody sees what operators ask for')
        return
      }
      failed ??= { error }
      ending.abort()
    }
  }
  const looks = setInterval(() => {
    if (signal.aborted) return
    looking ??= look().finally(() => (looking = undefined))
  }, lookMs)
  looks.unref()

  try {
    for await (const { events, upTo, caughtUp } of batches) {
      inHand = events.length
      await rows.runExclusive(async () => {
        const complain = (error: unknown): void => {
          isRetrying = true
          logger.warn({ error }, 'projector: a batch will be tried again')
        }
        const commits = await observedBatch(events, () =>
          persistently(() => applier.apply(events, upTo), isTransient, signal, complain),
        )
        for (const commit of commits) {
          newest = events.at(-1)?.created ?? newest
          await announcer.applied(commit)
          // Readers follow another generation from this commit on: the next turn tells of that one.
          if (commit.live !== undefined && commit.live !== live) ending.abort()
        }
      })
      inHand = 0
      isRetrying = false
      isLive ||= caughtUp
    }
  } finally {
    clearInterval(looks)
    ending.abort()
    await looking
    await applier.leave()
    await announcer.stop()
  }
  if (failed !== undefined) throw failed.error
}
