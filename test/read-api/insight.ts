import { placeOf, type HubInsight } from '../../platform/operations/insight.ts'
import type { Recorder } from '../read-models/recorder.ts'

/** What a recorded log knows, without sagas. */
export const insightOf = ({ events }: Pick<Recorder, 'events'>): HubInsight => ({
  events: async (places) => {
    const wanted = new Set(places.map(placeOf))
    return new Map(
      events.filter((event) => wanted.has(placeOf(event))).map((event) => [placeOf(event), event]),
    )
  },
  head: async () => events.at(-1)?.position ?? 0n,
  sagas: [],
  instanceState: async () => undefined,
  replays: { list: async () => [], difference: async () => undefined },
})
