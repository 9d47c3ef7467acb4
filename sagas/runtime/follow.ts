import { setMaxListeners } from 'node:events'
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

/** Works on one event. Its signal is aborted when the following ends, whatever the reason. */
export type Handle = (event: RecordedEvent, signal: AbortSignal) => Promise<void>

const saveEveryMs = 1_000

/**
 * Reads the log after the checkpoint and hands on every event. Work may finish in any order: the checkpoint stays below
 * whatever is still open or has failed, so that a restart sees it again. Ends when the signal is aborted, once the work
 * under way has ended too.
 */
export const follow = async (
  { eventStore, checkpoint, streamPrefixes, logger, maxInFlight }: Follower,
  handle: Handle,
  signal: AbortSignal,
): Promise<void> => {
  const inFlight = trackInFlight()
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  // Everybody who works on an event listens, and many do at a time.
  setMaxListeners(0, stop)
  const open = new Set<Promise<void>>()
  let oneEnded = (): void => undefined
  let saved: bigint | undefined
  const save = async (): Promise<void> => {
    const safe = inFlight.safe()
    if (safe === undefined || safe === saved) return
    try {
      await checkpoint.save(safe)
      saved = safe
    } catch (error) {
      logger.warn({ error }, 'checkpoint not saved')
    }
  }
  const work = async (event: RecordedEvent): Promise<void> => {
    try {
      await handle(event, stop)
      inFlight.finish(event.position)
    } catch (error) {
      if (stop.aborted) return
      const { stream, id } = event
      logger.error({ error, stream, event: id }, 'an event could not be handled')
    }
  }
  const begin = (event: RecordedEvent): void => {
    inFlight.begin(event.position)
    const working = work(event).finally(() => {
      open.delete(working)
      oneEnded()
    })
    open.add(working)
  }
  const timer = setInterval(() => void save(), saveEveryMs)
  try {
    const after = await checkpoint.load()
    for await (const message of eventStore.subscribeAll({ after, streamPrefixes, signal: stop })) {
      if (message.kind === 'checkpoint') inFlight.skipTo(message.position)
      if (message.kind !== 'event') continue
      begin(message.event)
      // Whoever works on an event watches the same signal, so this ends with it.
      while (open.size >= maxInFlight)
        await new Promise<void>((resolve) => {
          oneEnded = resolve
        })
    }
  } finally {
    clearInterval(timer)
    ending.abort()
    await Promise.all(open)
    await save()
  }
}
