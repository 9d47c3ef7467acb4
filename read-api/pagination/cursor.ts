import { z } from 'zod'
import { queryError } from '../errors/query-error.ts'
import type { SortColumn, SortKey, SortOrder } from './keyset.ts'

/** Raised when the content of cursors changes; older ones are then refused instead of misread. */
const version = 1

const forms: Readonly<Record<SortColumn['type'], (value: string) => boolean>> = {
  bigint: (value) => /^(?:0|[1-9][0-9]{0,18})$/.test(value) && BigInt(value) < 2n ** 63n,
  integer: (value) => /^(?:0|[1-9][0-9]{0,9})$/.test(value) && Number(value) < 2 ** 31,
  // The one character that Postgres cannot hold.
  text: (value) => !value.includes('\0'),
  instant: (value) =>
    /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(value) && !Number.isNaN(Date.parse(value)),
}

const Content = z.tuple([z.literal(version), z.string()], z.string())

/** Opaque to clients: the version, the order it belongs to, and the row's place in it. */
export const encodeCursor = ({ name }: SortOrder, key: SortKey): string =>
  Buffer.from(JSON.stringify([version, name, ...key])).toString('base64url')

const contentOf = (cursor: string): z.output<typeof Content> | undefined => {
  try {
    return Content.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

/** Throws QUERY_INVALID for what is no cursor of this order. */
export const decodeCursor = (order: SortOrder, argument: string, cursor: string): SortKey => {
  const content = contentOf(cursor)
  if (content === undefined)
    throw queryError('QUERY_INVALID', `"${argument}" is not a cursor of this API.`)
  const [, name, ...key] = content
  const fits =
    name === order.name &&
    key.length === order.columns.length &&
    order.columns.every(({ type }, index) => forms[type](key[index] ?? '\0'))
  if (!fits)
    throw queryError('QUERY_INVALID', `"${argument}" is a cursor of another list or order.`)
  return key
}
