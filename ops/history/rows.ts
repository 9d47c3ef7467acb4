import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { isBy, type LogMoment } from '../../platform/history/moment.ts'
import { isFault, type Fault, type History, type Passed } from '../../platform/history/port.ts'
import { wallet } from '../../domain/billing/wallet/wallet.ts'
import {
  groupOf,
  pastTables,
  rowAfter,
  type PastTable,
  type PastTables,
} from '../../projections/history/row-as-of.ts'
import { eventsOverBooks } from './streams.ts'

export type RowsOptions = {
  readonly eventStore: Pick<EventStore, 'read'>
  /** Ids of the events that an operator left out of a group of read models. */
  readonly skipped: (group: string) => Promise<ReadonlySet<string>>
  /** A row with more events than these is not computed. */
  readonly mostEvents: number
}

export const passed = (event: RecordedEvent): Passed => ({
  eventId: event.id,
  type: event.type,
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  at: event.created,
})

/** Rows of the read models as they were, from the events that write them. */
export const createPastRows = ({
  eventStore,
  skipped,
  mostEvents,
}: RowsOptions): Pick<History<PastTables>, 'row' | 'rowEvents'> => {
  const eventsUpTo = async (
    table: PastTable,
    id: string,
    moment: LogMoment,
  ): Promise<readonly RecordedEvent[] | Fault> => {
    const { category } = pastTables[table]
    const found: RecordedEvent[] = []
    const all = eventsOverBooks(eventStore, `${category}-${id}`, category === wallet.category)
    for await (const event of all) {
      // In log order: what is recorded behind the first that is too late is too late as well.
      if (!isBy(event, moment)) break
      if (found.length === mostEvents)
        return {
          code: 'HISTORY_TOO_LONG',
          detail: `It has more than ${mostEvents} events up to then.`,
        }
      found.push(event)
    }
    return found
  }

  return {
    row: async (table, id, moment) => {
      const events = await eventsUpTo(table, id, moment)
      if (isFault(events)) return events
      const last = events.at(-1)
      if (last === undefined) return undefined
      const row = await rowAfter(table, id, events, await skipped(groupOf(table)))
      return row && { row, last: passed(last) }
    },
    rowEvents: async (table, id, after, upTo) => {
      const events = await eventsUpTo(table, id, upTo)
      return isFault(events) ? events : events.filter((event) => !isBy(event, after)).map(passed)
    },
  }
}
