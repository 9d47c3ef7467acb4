import type { EventLogRow } from '../../projections/log/tables.ts'
import { type Caller, seesAll } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'

/** A story is read as a whole; no real one comes near this. */
export const longestStory = 2_000

export const readStory = (db: ReadDb, correlationId: string): Promise<readonly EventLogRow[]> =>
  db
    .selectFrom('event_log')
    .selectAll()
    .where('correlation_id', '=', correlationId)
    .orderBy('position')
    .limit(longestStory)
    .execute()

/**
 * The events of a story that a caller may see: those of the own organisation, and what the hub did by itself because of
 * them. Anybody may put a correlation id on a request, so belonging to a story alone opens nothing.
 */
export const visibleEvents = (
  caller: Caller,
  story: readonly EventLogRow[],
): readonly EventLogRow[] => {
  if (caller.kind === 'anonymous') return []
  const { principal } = caller
  if (seesAll(principal)) return story
  const visible = new Set<string>()
  // In log order a cause stands before what it caused.
  return story.filter(({ event_id, organisation, causation_id }) => {
    const shown =
      organisation === principal.organisation ||
      (organisation === null && visible.has(causation_id))
    if (shown) visible.add(event_id)
    return shown
  })
}
