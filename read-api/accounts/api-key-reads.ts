import { type RawBuilder, sql } from 'kysely'
import type { ApiKeyRow } from '../../projections/accounts/tables.ts'
import { uuidArgument } from '../pagination/filter.ts'
import { type PageRequest, takePage } from '../pagination/keyset.ts'
import { byId, byUuid } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { ownedBy, visible } from '../view/visible.ts'

/** How keys are used: reached through a key alone, and so only where the key is visible. */
export const keyUseLoaders = (db: ReadDb) => ({
  keyUsage: byId(
    (ids) => db.selectFrom('key_usage').selectAll().where('usage_id', 'in', ids).execute(),
    ({ usage_id }) => usage_id,
  ),
  keyActivity: byUuid(
    (ids) => db.selectFrom('key_activity').selectAll().where('key_id', 'in', ids).execute(),
    ({ key_id }) => key_id,
  ),
})

export type KeyStatus = 'ACTIVE' | 'DISABLED' | 'ROTATED' | 'EXPIRED' | 'REVOKED'

/** What ended a key counts before what only holds it up; a replaced key is that until its grace has passed. */
export const keyStatusOf = (key: ApiKeyRow, now: Date): KeyStatus => {
  if (key.revoked_at !== null) return 'REVOKED'
  if (key.expires_at <= now) return 'EXPIRED'
  if (!key.enabled) return 'DISABLED'
  return key.successor === null ? 'ACTIVE' : 'ROTATED'
}

const conditionOf = (status: KeyStatus, now: Date): RawBuilder<boolean> => {
  switch (status) {
    case 'REVOKED':
      return sql`revoked_at is not null`
    case 'EXPIRED':
      return sql`(revoked_at is null and expires_at <= ${now})`
    case 'DISABLED':
      return sql`(revoked_at is null and expires_at > ${now} and not enabled)`
    case 'ROTATED':
      return sql`(revoked_at is null and expires_at > ${now} and enabled and successor is not null)`
    case 'ACTIVE':
      return sql`(revoked_at is null and expires_at > ${now} and enabled and successor is null)`
  }
}

export type KeyFilter = {
  readonly status?: readonly KeyStatus[] | null | undefined
  readonly createdBy?: string | null | undefined
  readonly organisationId?: string | null | undefined
}

export const readKeys = (
  db: ReadDb,
  caller: Caller,
  filter: KeyFilter,
  now: Date,
  page: PageRequest,
): Promise<readonly ApiKeyRow[]> => {
  let query = db
    .selectFrom('api_keys')
    .selectAll()
    .where(visible(caller, 'accounts:write', ownedBy('api_keys.organisation_id')))
  if (filter.status != null) {
    const conditions = filter.status.map((status) => conditionOf(status, now))
    query = query.where(
      conditions.length === 0
        ? sql<boolean>`false`
        : sql<boolean>`(${sql.join(conditions, sql` or `)})`,
    )
  }
  if (filter.createdBy != null)
    query = query.where('created_by', '=', uuidArgument('createdBy', filter.createdBy))
  if (filter.organisationId != null)
    query = query.where(
      'organisation_id',
      '=',
      uuidArgument('organisationId', filter.organisationId),
    )
  return takePage(query, page).execute()
}
