import { type RawBuilder, sql } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import type { EventLogRow } from '../../projections/log/tables.ts'
import { queryError } from '../errors/query-error.ts'
import { type PageRequest, readingOrder, type SortOrder, takePage } from '../pagination/keyset.ts'
import { builder } from '../schema/builder.ts'
import type { ReadDb } from '../view/db.ts'

export const LogFilter = builder.inputType('LogFilter', {
  description: 'Which events of the log are wanted; every member that is given must hold.',
  fields: (t) => ({
    stream: t.string({ description: 'In this stream.' }),
    category: t.string({ description: 'In streams of this category, such as job.' }),
    types: t.stringList({ description: 'Of one of these types, 20 at most.' }),
    actorId: t.string({ description: 'Caused by this actor.' }),
    organisationId: t.id({ description: 'On behalf of this organisation.' }),
    correlationId: t.string({ description: 'Of this story.' }),
    commandId: t.string({ description: 'Appended by this command.' }),
    since: t.field({ type: 'DateTime', description: 'Happened then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Happened earlier.' }),
  }),
})

export type LogFilter = typeof LogFilter.$inferInput

/** The log by position; of one stream by revision, which is the same order, and has an index. */
export const logOrder: SortOrder = {
  name: 'log',
  columns: [{ column: 'position', type: 'bigint' }],
}
export const streamOrder: SortOrder = {
  name: 'log.stream',
  columns: [{ column: 'revision', type: 'bigint' }],
}
export const orderFor = ({ stream }: LogFilter): SortOrder =>
  stream == null ? logOrder : streamOrder
export const keyFor =
  ({ stream }: LogFilter) =>
  ({ position, revision }: EventLogRow): readonly string[] => [
    (stream == null ? position : revision).toString(),
  ]

const mostTypes = 20
/** Positions and the clocks of the hub's processes agree to this: a page by time starts so much early. */
const clocksApartMs = 600_000

/**
 * Where in the log a span of time lies, by the index of times: what is older or newer is not looked at, however the rest of
 * the filter is answered.
 */
const betweenTimes = (
  schema: string,
  since: Date | undefined,
  until: Date | undefined,
): readonly RawBuilder<boolean>[] => {
  const log = sql.table(`${schema}.event_log`)
  const early = since && new Date(since.getTime() - clocksApartMs)
  const late = until && new Date(until.getTime() + clocksApartMs)
  return [
    ...(early === undefined
      ? []
      : [
          sql<boolean>`position >= coalesce((select position from ${log} where at >= ${early} order by at, position limit 1), 9223372036854775807)`,
        ]),
    ...(late === undefined
      ? []
      : [
          sql<boolean>`position <= coalesce((select position from ${log} where at < ${late} order by at desc, position desc limit 1), -1)`,
        ]),
    ...(since === undefined ? [] : [sql<boolean>`at >= ${since}`]),
    ...(until === undefined ? [] : [sql<boolean>`at < ${until}`]),
  ]
}

/** The conditions of a filter, but for its types. */
export const conditionsOf = (
  filter: LogFilter,
  schema: string,
): readonly RawBuilder<boolean>[] | 'nothing' => {
  const { stream, category, actorId, organisationId, correlationId, commandId } = filter
  // Nothing belongs to what is no id.
  if (organisationId != null && !isId(organisationId)) return 'nothing'
  const equal = (column: string, value: string | null | undefined) =>
    value == null ? [] : [sql<boolean>`${sql.ref(column)} = ${value}`]
  return [
    ...equal('stream', stream),
    ...equal('actor_id', actorId),
    ...equal('organisation', organisationId),
    ...equal('correlation_id', correlationId),
    ...equal('command_id', commandId),
    ...(category == null ? [] : [sql<boolean>`split_part(stream, '-', 1) = ${category}`]),
    ...betweenTimes(schema, filter.since ?? undefined, filter.until ?? undefined),
  ]
}

export const typesOf = ({ types }: LogFilter): readonly string[] | undefined => {
  if (types == null) return undefined
  if (types.length > mostTypes)
    throw queryError('QUERY_INVALID', `"types" are ${mostTypes} at most.`)
  return [...new Set(types)]
}

/** A page of the log. Of several types each has its own page by its index, of which the wanted one is made. */
export const readLog = async (
  db: ReadDb,
  schema: string,
  filter: LogFilter,
  page: PageRequest,
): Promise<readonly EventLogRow[]> => {
  const conditions = conditionsOf(filter, schema)
  const types = typesOf(filter)
  if (conditions === 'nothing' || types?.length === 0) return []
  const all = db.selectFrom('event_log').selectAll()
  const some = conditions.reduce((query, condition) => query.where(condition), all)
  if (types === undefined) return takePage(some, page).execute()
  const [only] = types
  if (types.length === 1 && only !== undefined)
    return takePage(some.where('type', '=', only), page).execute()
  const ofOne = takePage(some.where(sql<boolean>`event_log.type = wanted.type`), page)
  const { rows } = await sql<EventLogRow>`
    select found.* from unnest(${types}::text[]) as wanted(type)
    cross join lateral ${ofOne} as found
    order by ${readingOrder(page, 'found')} limit ${page.limit + 1}`.execute(db)
  return rows
}
