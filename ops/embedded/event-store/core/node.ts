import { openLog } from '../store/log.ts'
import { createEventIds } from './event-ids.ts'
import { createSignal, type Signal } from './signal.ts'
import { createStreams, type Streams } from './streams.ts'
import { createWriter, type Writer } from './writer.ts'
import type { Log } from '../store/log.ts'

/** The event store without its protocol. */
export type EventStoreNode = {
  readonly log: Log
  readonly streams: Streams
  readonly writer: Writer
  /** Wakes after every commit. */
  readonly signal: Signal
  readonly now: () => number
  /** Finishes what is being written. */
  readonly close: () => Promise<void>
}

/** Opens the node on a directory; only one may be open on it at a time. `notice` is told what had to be mended. */
export const openNode = (
  directory: string,
  now: () => number = Date.now,
  notice: (text: string) => void = () => undefined,
): EventStoreNode => {
  const log = openLog(directory, notice)
  const streams = createStreams(log)
  const signal = createSignal()
  const writer = createWriter({ log, streams, ids: createEventIds(log), signal, now })
  return {
    log,
    streams,
    writer,
    signal,
    now,
    close: async () => {
      await writer.drained()
      await log.close()
    },
  }
}
