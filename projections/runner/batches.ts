import { setTimeout as pause } from 'node:timers/promises'
import type { RecordedEvent, SubscriptionMessage } from '../../platform/event-store/types.ts'

export type Batch = {
  readonly events: readonly RecordedEvent[]
  /** Nothing wanted stands between the last event and here. */
  readonly upTo: bigint
  /** The live end of the log was reached with this batch. */
  readonly caughtUp: boolean
}

export type BatchLimits = {
  readonly maxEvents: number
  /** How long the first event waits for company. */
  readonly lingerMs: number
  /**
   * It waits as long as the batch before it took to write, up to this: what is written while much is going on is written
   * in fewer, larger transactions. Default 0.
   */
  readonly lingerAtMostMs?: number
  /** Told of each event as it comes, while the batch before it is still being written. */
  readonly onEvent?: (event: RecordedEvent) => void
}

export type Batches = {
  readonly batches: AsyncIterable<Batch>
  /** Messages that came and are in no batch yet. */
  readonly waiting: () => number
}

/** A doorbell: rung before anybody waits, it is heard all the same. */
const createBell = () => {
  let ring = (): void => undefined
  let rung = new Promise<void>((resolve) => (ring = resolve))
  return {
    ring: () => ring(),
    heard: async () => {
      await rung
      rung = new Promise<void>((resolve) => (ring = resolve))
    },
  }
}

/**
 * A subscription in batches: while one is being written the next gathers, up to its limit; then the subscription waits.
 * Ends when the messages end; throws what they throw.
 */
export const inBatches = (
  messages: AsyncIterable<readonly SubscriptionMessage[]>,
  { maxEvents, lingerMs, lingerAtMostMs = 0, onEvent }: BatchLimits,
): Batches => {
  const gathered: SubscriptionMessage[] = []
  const came = createBell()
  const taken = createBell()
  let ended = false
  let left = false
  let failure: { readonly error: unknown } | undefined

  const gather = async (): Promise<void> => {
    try {
      for await (const some of messages) {
        for (const message of some) {
          gathered.push(message)
          if (message.kind === 'event') onEvent?.(message.event)
        }
        came.ring()
        while (gathered.length >= maxEvents && !left) await taken.heard()
        if (left) break
      }
    } catch (error) {
      failure = { error }
    } finally {
      ended = true
      came.ring()
    }
  }

  async function* batches(): AsyncGenerator<Batch> {
    void gather()
    let took = 0
    try {
      for (;;) {
        while (gathered.length === 0) {
          if (failure !== undefined) throw failure.error
          if (ended) return
          await came.heard()
        }
        if (gathered.length < maxEvents && !ended)
          await pause(Math.max(lingerMs, Math.min(took, lingerAtMostMs)))
        const batch = batchOf(gathered.splice(0, maxEvents))
        taken.ring()
        const given = performance.now()
        yield batch
        took = performance.now() - given
      }
    } finally {
      // Who gathers is told, so that the subscription ends with its reader.
      left = true
      taken.ring()
    }
  }

  return { batches: { [Symbol.asyncIterator]: batches }, waiting: () => gathered.length }
}

const batchOf = (messages: readonly SubscriptionMessage[]): Batch => {
  const events = messages.flatMap((message) => (message.kind === 'event' ? [message.event] : []))
  const positions = messages.flatMap((message) =>
    message.kind === 'checkpoint'
      ? [message.position]
      : message.kind === 'event'
        ? [message.event.position]
        : [],
  )
  const caughtUp = messages.some(({ kind }) => kind === 'caught-up')
  return { events, upTo: positions.at(-1) ?? 0n, caughtUp }
}
