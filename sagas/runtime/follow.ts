import type { Logger } from 'pino'
import type { Checkpoint } from '../../platform/checkpoint/checkpoint.ts'
import { trackInFlight } from '../../platform/checkpoint/in-flight.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'

export type Follower = {
  readonly eventStore: EventStore
  readonly checkpoint: Checkpoint
  readonly streamPrefixes: readonly string[]
  readonly logger: Logger
  /** Events being worked on at a time; reading pauses above it. */
  readonly maxInFlight: number
}

const saveEveryMs = 1_000

/**
 * Reads the log after the checkpoint and hands on every event; `handle` returns whether it took it. Work may finish in any order: the
 * checkpoint stays below whatever is still open, so that a restart sees it again. Ends when the signal is aborted.
 */
export const follow = async (
  { eventStore, checkpoint, streamPrefixes, logger, maxInFlight }: Follower,
  handle: (event: RecordedEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  const inFlight = trackInFlight()
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  let room: (() => void) | undefined
  let saved: bigint | undefined
  const save = async (): Promise<void> => {
    const safe = inFlight.safe()
    if (safe === undefined || safe === saved) return
    await checkpoint.save(safe)
    saved = safe
  }
  const timer = setInterval(() => {
    save().catch((error: unknown) => logger.warn({ error }, 'checkpoint not saved'))
  }, saveEveryMs)
  try {
    const after = await checkpoint.load()
    for await (const message of eventStore.subscribeAll({ after, streamPrefixes, signal: stop })) {
      if (message.kind === 'checkpoint') inFlight.skipTo(message.position)
      if (message.kind !== 'event') continue
      const { event } = message
      inFlight.begin(event.position)
      handle(event).then(
        () => {
          inFlight.finish(event.position)
          room?.()
        },
        (error: unknown) => {
          // What was not finished stays open: the checkpoint will not pass it.
          if (!stop.aborted)
            logger.error(
              { error, stream: event.stream, event: event.id },
              'an event could not be handled',
            )
          room?.()
        },
      )
      if (inFlight.size() >= maxInFlight)
        await new Promise<void>((resolve) => {
          room = resolve
          stop.addEventListener('abort', () => resolve(), { once: true })
        })
    }
  } finally {
    clearInterval(timer)
    await save().catch((error: unknown) => logger.warn({ error }, 'checkpoint not saved'))
  }
}
