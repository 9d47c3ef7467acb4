import { type RawBuilder, sql } from 'kysely'
import type { Role } from '../../domain/accounts/roles.ts'
import type { UserRow } from '../../projections/accounts/tables.ts'
import { creationKey } from '../pagination/creation.ts'
import { isOneOf } from '../pagination/filter.ts'
import { type PageRequest, type SortOrder, takePage } from '../pagination/keyset.ts'
import type { ReadDb } from '../view/db.ts'

export const userOrders = {
  CREATED_AT: {
    name: 'user.created',
    columns: [{ column: 'created_position', type: 'bigint' }],
  },
  USERNAME: {
    name: 'user.name',
    columns: [
      { column: 'username', type: 'text' },
      { column: 'created_position', type: 'bigint' },
    ],
  },
} as const satisfies Readonly<Record<string, SortOrder>>

export const userKeyOf = {
  CREATED_AT: creationKey,
  USERNAME: ({ username, created_position }: UserRow) => [
    username ?? '',
    created_position.toString(),
  ],
} as const

export type UserFilter = {
  readonly status?: readonly UserRow['status'][] | null | undefined
  readonly role?: Role | null | undefined
  readonly emailVerified?: boolean | null | undefined
  readonly createdFrom?: Date | null | undefined
  readonly createdBefore?: Date | null | undefined
  readonly text?: string | null | undefined
}

/** Somewhere in the name or the address; signs that LIKE knows stand for themselves. */
const mentions = (text: string): RawBuilder<boolean> => {
  const pattern = `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql<boolean>`(username ilike ${pattern} or email ilike ${pattern})`
}

/** For operators alone: whoever asks must have been looked at. */
export const readUsers = (
  db: ReadDb,
  filter: UserFilter,
  page: PageRequest,
): Promise<readonly UserRow[]> => {
  let query = db.selectFrom('users').selectAll()
  if (page.order.name === userOrders.USERNAME.name) query = query.where('username', 'is not', null)
  if (filter.status != null) query = query.where(isOneOf('status', filter.status))
  if (filter.role != null) query = query.where(sql<boolean>`${filter.role} = any(roles)`)
  if (filter.emailVerified != null) query = query.where('email_verified', '=', filter.emailVerified)
  if (filter.createdFrom != null) query = query.where('created_at', '>=', filter.createdFrom)
  if (filter.createdBefore != null) query = query.where('created_at', '<', filter.createdBefore)
  if (filter.text != null && filter.text.trim() !== '') query = query.where(mentions(filter.text))
  return takePage(query, page).execute()
}
