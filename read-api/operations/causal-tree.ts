import { sql } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import type { EventLogRow } from '../../projections/log/tables.ts'
import { longestStory } from '../log/story.ts'
import type { ReadDb } from '../view/db.ts'
import { countRows, type Bounded } from './bounded.ts'

/** An event in a tree: what caused it stands above it, what it caused follows, one step deeper. */
export type CausalNode = {
  readonly event: EventLogRow
  /** The event that caused it, if that is in the tree. */
  readonly cause: EventLogRow | undefined
  readonly depth: number
  /** How many events it caused, and how many of them are left out here. */
  readonly effects: number
  readonly cut: number
}

export type CausalTree = {
  readonly correlationId: string
  readonly nodes: readonly CausalNode[]
  readonly total: Bounded
}

/** The story that is meant; undefined when nothing is known of it. */
export const storyOf = async (
  db: ReadDb,
  by: {
    readonly correlationId?: string | null | undefined
    readonly eventId?: string | null | undefined
    readonly commandId?: string | null | undefined
  },
): Promise<string | undefined> => {
  if (by.correlationId != null) return by.correlationId
  if (by.eventId != null && !isId(by.eventId)) return undefined
  const events = db.selectFrom('event_log').select('correlation_id')
  const found =
    by.eventId != null
      ? events.where('event_id', '=', by.eventId)
      : events.where('command_id', '=', by.commandId ?? '')
  return (await found.limit(1).executeTakeFirst())?.correlation_id
}

/**
 * The events of a story as a tree, each with what it caused below it, in log order. Of what one event caused, `breadth` are
 * shown and the rest counted. Pure: what is given is arranged.
 */
export const treeOf = (story: readonly EventLogRow[], breadth: number): readonly CausalNode[] => {
  const byId = new Map(story.map((event) => [event.event_id, event]))
  const effects = new Map<string, EventLogRow[]>()
  const roots: EventLogRow[] = []
  for (const event of story) {
    const cause = byId.get(event.causation_id)
    // In the log a cause stands before what it caused; anything else begins anew.
    if (cause === undefined || cause.position >= event.position) roots.push(event)
    else if (effects.has(cause.event_id)) effects.get(cause.event_id)?.push(event)
    else effects.set(cause.event_id, [event])
  }
  const nodes: CausalNode[] = []
  // Without recursion: a story may be one long chain.
  const open = roots.toReversed().map((event) => ({ event, depth: 0, cause: undefined as Cause }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const caused = effects.get(next.event.event_id) ?? []
    const shown = caused.slice(0, breadth)
    nodes.push({ ...next, effects: caused.length, cut: caused.length - shown.length })
    for (const event of shown.toReversed())
      open.push({ event, depth: next.depth + 1, cause: next.event })
  }
  return nodes
}

type Cause = EventLogRow | undefined

/** So much of what one event caused is shown. */
const breadth = 100

export const readTree = async (db: ReadDb, correlationId: string): Promise<CausalTree> => {
  const [story, total] = await Promise.all([
    db
      .selectFrom('event_log')
      .selectAll()
      .where('correlation_id', '=', correlationId)
      .orderBy('position')
      .limit(longestStory)
      .execute(),
    countRows(db, 'event_log', sql<boolean>`correlation_id = ${correlationId}`),
  ])
  return { correlationId, nodes: treeOf(story, breadth), total }
}
