import type { Kysely } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import type { InfrastructureTables } from '../../platform/postgres/tables.ts'
import type { EventLogRow } from '../../projections/log/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { followed } from '../hub/saga-rows.ts'

type Db = Kysely<InfrastructureTables & ReadModelTables>

/** Events of a story at most; no real one comes near this. */
export const longestStory = 10_000

/** All that happened because of the same: of what an event, a command or a correlation is part of. In log order. */
export const readStory = async (db: Db, id: string): Promise<readonly EventLogRow[]> => {
  const tables = await followed(db)
  const rows = () => tables.selectFrom('event_log').selectAll().orderBy('position')
  const of = (correlation: string) =>
    rows().where('correlation_id', '=', correlation).limit(longestStory).execute()
  const own = await of(id)
  if (own.length > 0) return own
  const [part] = isId(id)
    ? await rows().where('event_id', '=', id).limit(1).execute()
    : await rows().where('command_id', '=', id).limit(1).execute()
  const [byCommand] = part ? [part] : await rows().where('command_id', '=', id).limit(1).execute()
  return byCommand === undefined ? [] : of(byCommand.correlation_id)
}

/** What an actor did, the newest first. */
export const readDeeds = async (
  db: Db,
  actor: string,
  limit: number,
): Promise<readonly EventLogRow[]> =>
  (await followed(db))
    .selectFrom('event_log')
    .selectAll()
    .where('actor_id', '=', actor)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()

/** What stands in a stream, from its first event on. */
export const readStream = async (
  db: Db,
  stream: string,
  limit: number,
): Promise<readonly EventLogRow[]> =>
  (await followed(db))
    .selectFrom('event_log')
    .selectAll()
    .where('stream', '=', stream)
    .orderBy('revision')
    .limit(limit)
    .execute()

/** An event of a story and what followed from it. */
export type Branch = { readonly event: EventLogRow; readonly followed: readonly Branch[] }

/** A command that nothing of the story caused, and what it wrote. */
export type Root = { readonly command: string; readonly branches: readonly Branch[] }

/** A story by causes. What was caused by no event of it stands under its command. */
export const storyTree = (story: readonly EventLogRow[]): readonly Root[] => {
  const known = new Set(story.map(({ event_id }) => event_id))
  const caused = new Map<string, EventLogRow[]>()
  const roots = new Map<string, EventLogRow[]>()
  const into = (map: Map<string, EventLogRow[]>, key: string, event: EventLogRow): void => {
    const there = map.get(key)
    if (there === undefined) map.set(key, [event])
    else there.push(event)
  }
  for (const event of story) {
    const { causation_id: cause, command_id: command } = event
    if (known.has(cause) && cause !== event.event_id) into(caused, cause, event)
    else into(roots, command, event)
  }
  const branchOf = (event: EventLogRow): Branch => ({
    event,
    followed: (caused.get(event.event_id) ?? []).map(branchOf),
  })
  return [...roots].map(([command, events]) => ({ command, branches: events.map(branchOf) }))
}
