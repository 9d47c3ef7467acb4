import { expressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { NotificationPreferencesRow } from '../../projections/engagement/tables.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { isOneOf } from '../pagination/filter.ts'
import { type PageRequest, type SortKey, type SortOrder, takePage } from '../pagination/keyset.ts'
import { byUuid } from '../view/batch.ts'
import type { Caller } from '../view/caller.ts'
import type { ReadDb } from '../view/db.ts'
import { readerIn, type Reader } from './person.ts'
import type { NotificationView } from './refs.ts'

export const notificationOrder: SortOrder = {
  name: 'notification.position',
  columns: [
    { column: 'position', type: 'bigint' },
    // One event tells nobody two things of one kind.
    { column: 'kind', type: 'text' },
  ],
}

export const notificationKey = (row: NotificationView): SortKey => [
  row.position.toString(),
  row.kind,
]

/**
 * What a person was told, themselves or with their organisation, but for what they do not want in the list. Nobody sees
 * what others were told, operators neither.
 */
const told = (db: ReadDb, { userId, organisation }: Reader) =>
  db
    .selectFrom('notifications')
    .where((where) =>
      where.or([
        where.and({ audience: 'PERSON', audience_id: userId }),
        where.and({ audience: 'ORGANISATION', audience_id: organisation }),
      ]),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('notification_preferences')
            .select('user_id')
            .where('notification_preferences.user_id', '=', userId)
            .where(
              sql<boolean>`notification_preferences.channels -> notifications.kind ->> 'inApp' = 'false'`,
            ),
        ),
      ),
    )

type Told = ReturnType<typeof told>

// Built, not written out: so it is looked up in the tables of the generation that is read.
const isRead = ({ userId }: Reader) => {
  const rows = expressionBuilder<ReadModelTables, 'notifications'>()
  const mark = rows
    .selectFrom('notification_read_marks')
    .select('up_to')
    .where('notification_read_marks.user_id', '=', userId)
  const read = rows
    .selectFrom('notification_reads')
    .select('user_id')
    .where('notification_reads.user_id', '=', userId)
    .whereRef('notification_reads.notification_id', '=', 'notifications.notification_id')
  return sql<boolean>`(notifications.position <= coalesce(${mark}, -1) or exists ${read})`
}

export type NotificationFilter = {
  readonly unread?: boolean | null | undefined
  readonly kinds?: readonly string[] | null | undefined
  readonly severity?: readonly string[] | null | undefined
  readonly from?: Date | null | undefined
  readonly before?: Date | null | undefined
}

const narrow = (query: Told, reader: Reader, filter: NotificationFilter): Told => {
  const { unread, kinds, severity, from, before } = filter
  let narrowed = query
  if (unread != null) {
    const read = isRead(reader)
    narrowed = narrowed.where(unread ? sql<boolean>`not ${read}` : read)
  }
  if (kinds != null) narrowed = narrowed.where(isOneOf('notifications.kind', kinds))
  if (severity != null) narrowed = narrowed.where(isOneOf('notifications.severity', severity))
  if (from != null) narrowed = narrowed.where('notifications.at', '>=', from)
  if (before != null) narrowed = narrowed.where('notifications.at', '<', before)
  return narrowed
}

const shown = (
  query: Told,
  reader: Reader,
): SelectQueryBuilder<ReadModelTables, 'notifications', NotificationView> =>
  query.selectAll('notifications').select(isRead(reader).as('read'))

export const readNotifications = (
  db: ReadDb,
  reader: Reader,
  filter: NotificationFilter,
  page: PageRequest,
): Promise<readonly NotificationView[]> =>
  takePage(shown(narrow(told(db, reader), reader, filter), reader), page).execute()

/** The newest of what came behind one position, up to another; the oldest of them first. */
export const readNews = async (
  db: ReadDb,
  reader: Reader,
  after: bigint,
  upTo: bigint,
  limit: number,
): Promise<readonly NotificationView[]> => {
  const rows = await shown(told(db, reader), reader)
    .where('notifications.position', '>', after)
    .where('notifications.position', '<=', upTo)
    .orderBy('notifications.position', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse()
}

export const countUnread = async (db: ReadDb, reader: Reader): Promise<number> => {
  const row = await narrow(told(db, reader), reader, { unread: true })
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  return row.count
}

export const readPreferences = async (
  db: ReadDb,
  { userId }: Reader,
): Promise<NotificationPreferencesRow | undefined> =>
  db
    .selectFrom('notification_preferences')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()

export const notificationLoaders = (db: ReadDb, caller: Caller) => ({
  notifications: byUuid<NotificationView>(
    async (ids) => {
      const reader = readerIn(caller)
      if (reader === undefined) return []
      return shown(told(db, reader), reader).where('notification_id', 'in', ids).execute()
    },
    ({ notification_id }) => notification_id,
  ),
})
