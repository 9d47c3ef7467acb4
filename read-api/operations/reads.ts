import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { placeOf, type EventPlace, type HubInsight } from '../../platform/operations/insight.ts'
import { type Caller, requireOperator } from '../view/caller.ts'
import DataLoader from 'dataloader'

/** The events of the log at some places, all that one step asks for together. For operators. */
export const logLoaders = (insight: HubInsight, caller: Caller) => ({
  recorded: new DataLoader<EventPlace, RecordedEvent | undefined, string>(
    async (places) => {
      requireOperator(caller)
      const found = await insight.events(places)
      return places.map((place) => found.get(placeOf(place)))
    },
    { cacheKeyFn: placeOf },
  ),
})
