import { waitCollector, type WaitSample } from '../../../domain/agents/models/queue-time/samples.ts'
import { category, type DeviceQueueEvent } from '../../../domain/devices/device-queue.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

const pageSize = 1_000
/** The newest waits say most; more than these make no better model and take long to fit. */
export const mostWaits = 40_000

/** What the log up to a position tells of waiting for devices; of very many waits the newest. */
export const waitsUpTo = async (
  eventStore: EventStore,
  upTo: bigint,
): Promise<readonly WaitSample[]> => {
  const collector = waitCollector()
  const filter = { on: 'stream', prefixes: [`${category}-`] } as const
  for (let from = 0n; ; ) {
    const page = await eventStore.readAll({ from, maxCount: pageSize, filter })
    // Streams of this category hold its events alone.
    for (const event of page)
      if (event.position <= upTo) collector.take(decodeEvent(event) as DeviceQueueEvent)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize || last.position >= upTo) break
    from = last.position
  }
  return collector.samples().slice(-mostWaits)
}
