import { decodeEvent } from '../../domain/events.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { wholeLog } from '../log/whole-log.ts'

/** How often one version of one type stands in a log, and the first of them that today's code cannot read. */
export type Tally = {
  readonly type: string
  readonly schema: number
  readonly events: number
  readonly unreadable: number
  readonly first?: Unreadable
}
export type Unreadable = {
  readonly stream: string
  readonly revision: bigint
  readonly position: bigint
  readonly error: string
}

/** Why today's code cannot read an event; undefined when it can. */
const errorOf = (event: RecordedEvent): string | undefined => {
  try {
    decodeEvent(event)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const counted = (tally: Tally, { stream, revision, position }: RecordedEvent, error?: string) => ({
  ...tally,
  events: tally.events + 1,
  unreadable: tally.unreadable + (error === undefined ? 0 : 1),
  ...(error === undefined || tally.first !== undefined
    ? {}
    : { first: { stream, revision, position, error } }),
})

/** Reads every event of a store, or those given, through today's upcasters. In the order of types, then versions. */
export const survey = async (
  eventStore: EventStore,
  pages: AsyncIterable<readonly RecordedEvent[]> = wholeLog(eventStore),
): Promise<readonly Tally[]> => {
  const tallies = new Map<string, Tally>()
  for await (const events of pages)
    for (const event of events) {
      const { type, metadata } = event
      const key = `${type}@${metadata.schema}`
      const none = { type, schema: metadata.schema, events: 0, unreadable: 0 }
      tallies.set(key, counted(tallies.get(key) ?? none, event, errorOf(event)))
    }
  return [...tallies.values()].sort((a, b) =>
    a.type === b.type ? a.schema - b.schema : a.type < b.type ? -1 : 1,
  )
}
