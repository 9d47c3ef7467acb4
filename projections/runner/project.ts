import type { Logger } from 'pino'
import type { Pool } from 'pg'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Cache } from '../../platform/cache/cache.ts'
import type { Checkpoint } from '../../platform/checkpoint/checkpoint.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Projection } from '../shared/projection.ts'
import { openApplier, type Applied } from './applier.ts'
import { inBatches, type BatchLimits } from './batches.ts'
import { isTransient } from './failures.ts'
import { startHotWriter } from './hot-writer.ts'
import { createHerald } from './herald.ts'
import { startOutgoing } from './outgoing.ts'
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
  readonly projections: readonly Projection[]
  readonly generation: number
  readonly limits: BatchLimits
  readonly outgoingCheckpoint: Checkpoint
  readonly onProgress: (progress: Progress) => void
}

export type Progress = { readonly status: () => ProjectorStatus }

/** One turn: follows the log from the rows' checkpoint until the signal. What is in hand is committed before it ends. */
export const project = async (parts: ProjectParts, turn: AbortSignal): Promise<void> => {
  const ending = new AbortController()
  const signal = AbortSignal.any([turn, ending.signal])
  const { eventStore, pool, vault, logger, clock, projections, generation } = parts
  const store = createRowStore(pool, generation)
  const applier = await openApplier({ store, projections, vault, signal })
  const trouble = (what: string) => (error: unknown) => logger.warn({ error }, `projector: ${what}`)
  const start = applier.position()

  const hot = startHotWriter({
    ...parts,
    reached: applier.position,
    signal,
    onTrouble: trouble('hot keys are not up to date; they will be repaired'),
  })
  const outgoing = await startOutgoing(
    {
      ...parts,
      checkpoint: parts.outgoingCheckpoint,
      signal,
      onTrouble: trouble('integration events wait'),
    },
    start,
  )
  const herald = createHerald(parts, applier.position, trouble('a notice was not sent'))
  const messages = eventStore.subscribeAll({ after: start === 0n ? 'start' : start, signal })
  const { batches, waiting } = inBatches(messages, parts.limits)
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
        generation,
        position: applier.position(),
        lag: { events, ms: isLate ? Math.max(0, now() - newest.getTime()) : 0 },
        quarantinedStreams: applier.quarantined().length,
        cacheHealthy: hot.isHealthy(),
      }
    },
  })

  const announce = async ({ position, events, changes }: Applied): Promise<void> => {
    await hot.write(changes, position)
    newest = events.at(-1)?.created ?? newest
    herald.tell(changes, events)
    outgoing.wake(position, events)
  }

  try {
    for await (const { events, upTo, caughtUp } of batches) {
      inHand = events.length
      const applied = await persistently(
        () => applier.apply(events, upTo),
        isTransient,
        signal,
        (error) => {
          isRetrying = true
          logger.warn({ error }, 'projector: a batch will be tried again')
        },
      )
      for (const one of applied) await announce(one)
      inHand = 0
      isRetrying = false
      isLive ||= caughtUp
    }
  } finally {
    herald.stop()
    ending.abort()
    await Promise.all([hot.settled(), outgoing.settled()])
  }
}
