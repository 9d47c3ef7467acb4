import DataLoader from 'dataloader'
import { sql } from 'kysely'
import { isId } from '../../platform/ids/ids.ts'
import type { PageRequest, SortKey } from '../pagination/keyset.ts'
import { type Page, pageOf } from '../pagination/page.ts'

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

/** The parents as a table `parent(id)`, to join each with its own page of children laterally. */
export const parentRows = (ids: readonly string[], type: 'uuid' | 'text') =>
  sql<{ id: string }>`unnest(${ids}::${sql.raw(type)}[])`.as<'parent'>(sql`parent(id)`)

export type ChildrenKey = { readonly parent: string; readonly page: PageRequest }
export type Child = { readonly parent_id: string }

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

export const children = <Row extends Child>(
  load: (parents: readonly string[], page: PageRequest) => Promise<readonly Row[]>,
  keyOf: (row: NoInfer<Row>) => SortKey,
): Children<Row> =>
  new DataLoader(
    async (keys) => {
      const byPage = groupBy(keys, ({ page }) => nameOf(page))
      const loaded = await Promise.all(
        [...byPage].map(async ([name, group]) => {
          const parents = group.map(({ parent }) => parent)
          const rows = group[0] === undefined ? [] : await load(parents, group[0].page)
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
