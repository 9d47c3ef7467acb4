import { openLog } from '../store/log.ts'
import { createEventIds } from './event-ids.ts'
import { defaultMaximumAppendSize } from './limits.ts'
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
  readonly maximumAppendSize: number
  /** Finishes what is being written. */
  readonly close: () => Promise<void>
}

export type NodeOptions = {
  readonly now?: () => number
  /** Told what had to be mended. */
  readonly notice?: (text: string) => void
  /** In bytes; what is larger is refused as a whole. Default: 1 MiB. */
  readonly maximumAppendSize?: number
}

/** A node on a log that is open, which it closes. */
export const createNode = (
  log: Log,
  { now = Date.now, maximumAppendSize = defaultMaximumAppendSize }: NodeOptions = {},
): EventStoreNode => {
  const streams = createStreams(log)
  const signal = createSignal()
  const ids = createEventIds(log)
  const writer = createWriter({ log, streams, ids, signal, now, maximumAppendSize })
  return {
    log,
    streams,
    writer,
    signal,
    now,
    maximumAppendSize,
    close: async () => {
      await writer.drained()
      await log.close()
    },
  }
}

/** Opens the node on a directory; only one may be open on it at a time. */
export const openNode = (directory: string, options: NodeOptions = {}): EventStoreNode =>
  createNode(openLog(directory, options.notice), options)
