import { type ExpressionBuilder, type ExpressionWrapper, sql, type SqlBool } from 'kysely'
import type { ReadModelTables } from '../../projections/tables.ts'
import { type SortOrder, takePage } from '../pagination/keyset.ts'
import { byUuid, children } from '../view/batch.ts'
import { type Caller, seesAll } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'

/** By creation, in the order of the log. */
export const createdOrder: SortOrder = {
  name: 'account.created',
  columns: [{ column: 'created_position', type: 'bigint' }],
}

const createdKey = (row: { readonly created_position: bigint }): readonly string[] => [
  row.created_position.toString(),
]

/** The own ones, and those of others in the organisation acted for: where else they belong is their business. */
const membershipIsVisible =
  (caller: Caller) =>
  (
    where: ExpressionBuilder<ReadModelTables, 'memberships'>,
  ): ExpressionWrapper<ReadModelTables, 'memberships', SqlBool> => {
    if (caller.kind === 'anonymous') return where(sql.lit(false), '=', sql.lit(true))
    const { actor, organisation } = caller.principal
    if (seesAll(caller.principal)) return where(sql.lit(true), '=', sql.lit(true))
    return where.or([
      where('memberships.organisation_id', '=', organisation),
      where(sql<string>`memberships.user_id::text`, '=', actor.id),
    ])
  }

export const accountLoaders = (db: ReadDb, caller: Caller) => ({
  /** The caller's own; operators see all. */
  organisations: byUuid(
    (ids) => {
      let query = db.selectFrom('organisations').selectAll().where('organisation_id', 'in', ids)
      if (caller.kind === 'anonymous') query = query.where(sql<boolean>`false`)
      else if (!seesAll(caller.principal))
        query = query.where('organisation_id', '=', caller.principal.organisation)
      return query.execute()
    },
    ({ organisation_id }) => organisation_id,
  ),
  /** Organisations that offer a device are known to everybody. */
  providers: byUuid(
    (ids) =>
      db
        .selectFrom('organisations')
        .selectAll()
        .where('organisation_id', 'in', ids)
        .where((where) =>
          where.exists(
            where
              .selectFrom('devices')
              .select('device_id')
              .whereRef('devices.provider_organisation', '=', 'organisations.organisation_id'),
          ),
        )
        .execute(),
    ({ organisation_id }) => organisation_id,
  ),
  users: byUuid(
    (ids) => {
      let query = db.selectFrom('users').selectAll().where('user_id', 'in', ids)
      if (caller.kind === 'anonymous') query = query.where(sql<boolean>`false`)
      else if (!seesAll(caller.principal)) {
        const { organisation } = caller.principal
        query = query.where((where) =>
          where.exists(
            where
              .selectFrom('memberships')
              .select('memberships.user_id')
              .whereRef('memberships.user_id', '=', 'users.user_id')
              .where('memberships.organisation_id', '=', organisation),
          ),
        )
      }
      return query.execute()
    },
    ({ user_id }) => user_id,
  ),
  apiKeys: byUuid(
    (ids) => {
      let query = db.selectFrom('api_keys').selectAll().where('key_id', 'in', ids)
      if (caller.kind === 'anonymous') query = query.where(sql<boolean>`false`)
      else if (!seesAll(caller.principal))
        query = query.where('organisation_id', '=', caller.principal.organisation)
      return query.execute()
    },
    ({ key_id }) => key_id,
  ),
  members: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('memberships')
        .selectAll()
        .whereRef('memberships.organisation_id', '=', 'parent.id'),
    (row) => createdKey(row),
  ),
  memberships: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('memberships')
        .selectAll()
        .whereRef('memberships.user_id', '=', 'parent.id')
        .where(membershipIsVisible(caller)),
    (row) => createdKey(row),
  ),
  apiKeysOf: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('api_keys')
        .selectAll()
        .whereRef('api_keys.organisation_id', '=', 'parent.id'),
    (row) => createdKey(row),
  ),
})
