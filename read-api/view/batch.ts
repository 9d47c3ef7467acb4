import DataLoader from 'dataloader'
import { type ExpressionBuilder, expressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import type { ReadModelTables } from '../../projections/tables.ts'
import { type PageRequest, readingOrder, type SortKey, takePage } from '../pagination/keyset.ts'
import { type Page, pageOf } from '../pagination/page.ts'
import type { ReadDb } from './db.ts'

/** Rows by id, all that one step of an operation asks for in one statement. Absent and invisible are undefined. */
export type ById<Row> = DataLoader<string, Row | undefined>

export const byId = <Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): ById<Row> =>
  new DataLoader(async (ids) => {
    const rows = await load(ids)
    const found = new Map(rows.map((row) => [idOf(row), row]))
    return ids.map((id) => found.get(id))
  })

/** The same for ids that are UUIDs; anything else has no row and reaches no column of that type. */
export const byUuid = <Row>(
  load: (ids: readonly string[]) => Promise<readonly Row[]>,
  idOf: (row: Row) => string,
): ById<Row> =>
  byId(async (ids) => {
    const valid = ids.filter(isId)
    return valid.length === 0 ? [] : load(valid)
  }, idOf)

type IdType = 'uuid' | 'text'
type Parent = { readonly id: string }
type WithParent = ReadModelTables & { readonly parent: Parent }

/** The children of `parent.id`, whose columns are those of the page's order. */
type ChildrenOf<Tables extends keyof WithParent, Row> = (
  parent: ExpressionBuilder<WithParent, 'parent'>,
) => SelectQueryBuilder<WithParent, Tables, Row>

/** Each parent's own page of children, in one statement: the parents as a table, joined laterally. */
const pagesOf = async <Tables extends keyof WithParent, Row>(
  db: ReadDb,
  type: IdType,
  parents: readonly string[],
  page: PageRequest,
  childrenOf: ChildrenOf<Tables, Row>,
): Promise<readonly (Row & Child)[]> => {
  const child = takePage(childrenOf(expressionBuilder<WithParent, 'parent'>()), page)
  const { rows } = await sql<Row & Child>`
    select child.*, parent.id as parent_id
    from unnest(${parents}::${sql.raw(type)}[]) as parent(id) cross join lateral ${child} as child
    order by ${readingOrder(page, 'child')}`.execute(db)
  return rows
}

export type ChildrenKey = { readonly parent: string; readonly page: PageRequest }
type Child = { readonly parent_id: string }

/** A page of the children of each of many parents; parents that ask for the same page share one statement. */
export type Children<Row> = DataLoader<ChildrenKey, Page<Row>, string>

const groupBy = <Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group === undefined) groups.set(nameOf(item), [item])
    else group.push(item)
  }
  return groups
}

const nameOf = (page: PageRequest): string => JSON.stringify(page)

export const children = <Tables extends keyof WithParent, Row>(
  db: ReadDb,
  type: IdType,
  childrenOf: ChildrenOf<Tables, Row>,
  keyOf: (row: NoInfer<Row>) => SortKey,
): Children<Row & Child> =>
  new DataLoader(
    async (keys) => {
      const byPage = groupBy(keys, ({ page }) => nameOf(page))
      const loaded = await Promise.all(
        [...byPage].map(async ([name, group]) => {
          const parents = group.map(({ parent }) => parent)
          const rows =
            group[0] === undefined
              ? []
              : await pagesOf(db, type, parents, group[0].page, childrenOf)
          return [name, groupBy(rows, ({ parent_id }) => parent_id)] as const
        }),
      )
      const found = new Map(loaded)
      return keys.map(({ parent, page }) =>
        pageOf(found.get(nameOf(page))?.get(parent) ?? [], page, keyOf),
      )
    },
    { cacheKeyFn: ({ parent, page }) => `${parent} ${nameOf(page)}` },
  )
