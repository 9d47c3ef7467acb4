import type { Pool } from 'pg'
import type { Clock } from '../../platform/clock/clock.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { History } from '../../platform/history/port.ts'
import type { PastTables } from '../../projections/history/row-as-of.ts'
import { createOutside } from './outside.ts'
import { createPastRows } from './rows.ts'
import { createPastStates } from './state-at.ts'

/** What one answer may fold: a wallet of years, and not the log. */
const mostEvents = 20_000

export type HistoryOptions = {
  readonly eventStore: Pick<EventStore, 'read' | 'readAll' | 'head'>
  readonly clock: Clock
  readonly skipped: (group: string) => Promise<ReadonlySet<string>>
}

/** What was, for those who ask over the network. */
export const createHistory = ({
  eventStore,
  clock,
  skipped,
}: HistoryOptions): History<PastTables> => ({
  outside: createOutside({ eventStore, clock }),
  ...createPastRows({ eventStore, skipped, mostEvents }),
  ...createPastStates({ eventStore, mostEvents }),
})

/** Events that operators left out of the read models. */
export const skippedIn =
  (pool: Pool) =>
  async (group: string): Promise<ReadonlySet<string>> => {
    const { rows } = await pool.query<{ event_id: string }>(
      'SELECT event_id FROM projection_skip WHERE group_name = $1',
      [group],
    )
    return new Set(rows.map(({ event_id }) => event_id))
  }
