import type { AllFilter, EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import type { OnStep } from '../progress/step.ts'
import { wholeLog } from './whole-log.ts'

/** How far it is goes by positions: how many events a filter lets through is known at the end. */
export type Followed = {
  readonly phase: string
  readonly onStep: OnStep
  readonly filter?: AllFilter
}

/** The whole log, page by page, told as it goes. */
export const followedLog = async function* (
  eventStore: EventStore,
  { phase, onStep, filter }: Followed,
): AsyncGenerator<readonly RecordedEvent[]> {
  const head = await eventStore.head()
  let done = 0
  for await (const events of wholeLog(eventStore, filter)) {
    yield events
    done += events.length
    const { position } = events.at(-1) ?? { position: head }
    // The log may grow meanwhile.
    const share = head === 0n ? 1 : Math.min(1, Number(position) / Number(head))
    onStep({ phase, done, share, unit: 'events' })
  }
  onStep({ phase, done, share: 1, unit: 'events' })
}
