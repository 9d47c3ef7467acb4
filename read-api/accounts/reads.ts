import { expressionBuilder, type RawBuilder, sql } from 'kysely'
import type { ReadModelTables } from '../../projections/tables.ts'
import { creationKey, creationOrder } from '../pagination/creation.ts'
import { byUuid, children } from '../view/batch.ts'
import { type Caller, mayRead } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { ownedBy, visible } from '../view/visible.ts'

/** By creation, in the order of the log. */
export const createdOrder = creationOrder('account.created')

/** The own ones, and those of others in the organisation acted for: where else they belong is their business. */
const membershipIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, (principal) => {
    const colleagues = ownedBy('memberships.organisation_id')(principal)
    return sql`(${colleagues} or memberships.user_id::text = ${principal.actor.id})`
  })

/** Members of the organisation acted for. */
const userIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, (principal) => {
    const colleagues = ownedBy('memberships.organisation_id')(principal)
    // Built, not written out: so it is looked up in the tables of the generation that is read.
    const shared = expressionBuilder<ReadModelTables, 'users'>()
      .selectFrom('memberships')
      .select('memberships.user_id')
      .whereRef('memberships.user_id', '=', 'users.user_id')
      .where(colleagues)
    return sql`exists ${shared}`
  })

/** The own ones; operators see all. */
const linkIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, ({ actor }) => sql`linked_identities.user_id::text = ${actor.id}`)

/** The own one; operators see all. */
const secondFactorIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, ({ actor }) => sql`mfa.user_id::text = ${actor.id}`)

/** A key knows itself; those of the organisation are for who may change them. */
const keyIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, undefined, (principal) =>
    mayRead(caller, 'accounts:write')
      ? ownedBy('api_keys.organisation_id')(principal)
      : sql`api_keys.key_id::text = ${principal.actor.id}`,
  )

export const accountLoaders = (db: ReadDb, caller: Caller) => ({
  /** The caller's own; operators see all. */
  organisations: byUuid(
    (ids) =>
      db
        .selectFrom('organisations')
        .selectAll()
        .where('organisation_id', 'in', ids)
        .where(visible(caller, undefined, ownedBy('organisations.organisation_id')))
        .execute(),
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
    (ids) =>
      db
        .selectFrom('users')
        .selectAll()
        .where('user_id', 'in', ids)
        .where(userIsVisible(caller))
        .execute(),
    ({ user_id }) => user_id,
  ),
  linkedIdentities: byUuid(
    (ids) =>
      db
        .selectFrom('linked_identities')
        .selectAll()
        .where('identity_id', 'in', ids)
        .where(linkIsVisible(caller))
        .execute(),
    ({ identity_id }) => identity_id,
  ),
  linkedIdentitiesOf: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('linked_identities')
        .selectAll()
        .whereRef('linked_identities.user_id', '=', 'parent.id')
        .where(linkIsVisible(caller)),
    (row) => creationKey(row),
  ),
  secondFactors: byUuid(
    (ids) =>
      db
        .selectFrom('mfa')
        .selectAll()
        .where('user_id', 'in', ids)
        .where(secondFactorIsVisible(caller))
        .execute(),
    ({ user_id }) => user_id,
  ),
  apiKeys: byUuid(
    (ids) =>
      db
        .selectFrom('api_keys')
        .selectAll()
        .where('key_id', 'in', ids)
        .where(keyIsVisible(caller))
        .execute(),
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
    (row) => creationKey(row),
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
    (row) => creationKey(row),
  ),
  invitations: byUuid(
    (ids) =>
      db
        .selectFrom('invitations')
        .selectAll()
        .where('invitation_id', 'in', ids)
        .where(visible(caller, 'accounts:write', ownedBy('invitations.organisation_id')))
        .execute(),
    ({ invitation_id }) => invitation_id,
  ),
  invitationsOf: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('invitations')
        .selectAll()
        .whereRef('invitations.organisation_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
  apiKeysOf: children(
    db,
    'uuid',
    (parent) =>
      parent
        .selectFrom('api_keys')
        .selectAll()
        .whereRef('api_keys.organisation_id', '=', 'parent.id'),
    (row) => creationKey(row),
  ),
})
