import type { DeedParts } from './deed.ts'
import { done, failed, type Deed } from './deed.ts'
import { instanceIn } from './instance.ts'
import { parkedStreams } from './parked-streams.ts'
import { redriveLines, redriveOne, redriveStream } from './redrive.ts'

/** The subject that means every instance with something parked. */
export const everything = 'all'

const linesOfAll = async ({ services, pool }: DeedParts): Promise<readonly string[]> => {
  const lines: string[] = []
  for (const stream of await parkedStreams(pool)) {
    const found = await instanceIn(services, stream)
    if (!('code' in found)) lines.push(...redriveLines(stream, found))
  }
  return lines
}

/** The same for one instance, or for every one that has something parked. */
export const redriveAllOrOne: Deed = {
  preview: async (wish, parts) =>
    wish.subject === everything
      ? { would: await linesOfAll(parts) }
      : redriveOne.preview(wish, parts),
  perform: async (order, parts) => {
    if (order.subject !== everything) return redriveOne.perform(order, parts)
    const streams = await parkedStreams(parts.pool)
    const stuck: string[] = []
    for (const stream of streams) {
      const { outcome, detail } = await redriveStream(parts.services, stream, order)
      if (outcome === 'FAILED') stuck.push(detail)
    }
    const driven = `${streams.length} instances driven on`
    return stuck.length === 0
      ? done(driven)
      : failed(`${driven}, with trouble: ${stuck.join('; ')}`)
  },
}
