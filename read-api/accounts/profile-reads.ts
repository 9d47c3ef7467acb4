import { expressionBuilder, type RawBuilder, sql } from 'kysely'
import type { ReadModelTables } from '../../projections/tables.ts'
import { byUuid } from '../view/batch.ts'
import { type Caller, seesAll } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'

/** Public ones of people who are there; one's own; operators see all. */
const profileIsVisible = (caller: Caller): RawBuilder<boolean> => {
  const rows = expressionBuilder<ReadModelTables, 'profiles'>()
  const active = rows.exists(
    rows
      .selectFrom('users')
      .select('users.user_id')
      .whereRef('users.user_id', '=', 'profiles.user_id')
      .where('users.status', '=', 'ACTIVE'),
  )
  const isPublic = sql<boolean>`(profiles.is_public and ${active})`
  if (caller.kind === 'anonymous') return isPublic
  return seesAll(caller.principal)
    ? sql`true`
    : sql`(${isPublic} or profiles.user_id::text = ${caller.principal.actor.id})`
}

export const profileLoaders = (db: ReadDb, caller: Caller) => ({
  profiles: byUuid(
    (ids) =>
      db
        .selectFrom('profiles')
        .selectAll()
        .where('user_id', 'in', ids)
        .where(profileIsVisible(caller))
        .execute(),
    ({ user_id }) => user_id,
  ),
  /** Of people whose profile may be seen; ask for no others. */
  usernames: byUuid(
    (ids) =>
      db.selectFrom('users').select(['user_id', 'username']).where('user_id', 'in', ids).execute(),
    ({ user_id }) => user_id,
  ),
})
