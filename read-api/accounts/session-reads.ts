import { expressionBuilder, type RawBuilder, sql } from 'kysely'
import type { SessionRow } from '../../projections/accounts/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { creationKey } from '../pagination/creation.ts'
import { byUuid, children } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { visible } from '../view/visible.ts'

/** A session, and whether it ended together with all others of its person. */
export type SessionView = SessionRow & { readonly ended_with_others: boolean }

/** One's own alone; operators see all. */
const sessionIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, ({ actor }) => sql`${sql.ref('sessions.user_id')}::text = ${actor.id}`)

// Built, not written out: so it is looked up in the tables of the generation that is read.
const endedWithOthers = () => {
  const rows = expressionBuilder<ReadModelTables, 'sessions'>()
  return rows
    .exists(
      rows
        .selectFrom('users')
        .select('users.user_id')
        .whereRef('users.user_id', '=', 'sessions.user_id')
        .whereRef('users.session_epoch', '>', 'sessions.epoch')
        .whereRef('users.kept_session', 'is distinct from', 'sessions.session_id'),
    )
    .$castTo<boolean>()
    .as('ended_with_others')
}

export const sessionLoaders = (db: ReadDb, caller: Caller) => ({
  sessions: byUuid<SessionView>(
    (ids) =>
      db
        .selectFrom('sessions')
        .selectAll('sessions')
        .select(endedWithOthers())
        .where('session_id', 'in', ids)
        .where(sessionIsVisible(caller))
        .execute(),
    ({ session_id }) => session_id,
  ),
  sessionsOf: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('sessions')
        .selectAll('sessions')
        .select(endedWithOthers())
        .whereRef('sessions.user_id', '=', 'parent.id')
        .where(sessionIsVisible(caller)),
    (row) => creationKey(row),
  ),
})
