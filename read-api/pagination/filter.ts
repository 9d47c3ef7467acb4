import { type RawBuilder, sql } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import { queryError } from '../errors/query-error.ts'

/** True for rows whose text column holds one of the values; of no value for none. */
export const isOneOf = (column: string, values: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} = any(${values}::text[])`

/** Throws QUERY_INVALID for what is not a UUID, before Postgres would. */
export const uuidArgument = (name: string, value: string): string => {
  if (isId(value)) return value
  throw queryError('QUERY_INVALID', `"${name}" is a UUID.`)
}
