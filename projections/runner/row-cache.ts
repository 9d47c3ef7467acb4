import { LRUCache } from 'lru-cache'
import { keyTextOf, type KeyedTable } from '../shared/schema.ts'
import type { RowRef } from '../shared/rows.ts'
import { distinct, type AnyRow, type Held, type HeldByTable } from './row-set.ts'

/**
 * Rows as they were last committed, so that live batches read nothing. Right only while this is the one writer, which
 * the checkpoint proves at every commit; after any failure it is emptied.
 */
export type RowCache = {
  readonly load: (refs: readonly RowRef[]) => Promise<HeldByTable>
  readonly remember: (held: HeldByTable) => void
  readonly clear: () => void
}

const named = (table: KeyedTable, text: string): string => `${table}\n${text}`

export type LoadRows = (table: KeyedTable, keys: readonly AnyRow[]) => Promise<readonly AnyRow[]>

export const createRowCache = (loadRows: LoadRows, maxRows = 20_000): RowCache => {
  const cache = new LRUCache<string, Held>({ max: maxRows })

  const loadTable = async (table: KeyedTable, refs: ReadonlyMap<string, RowRef>) => {
    const held = new Map<string, Held>()
    const missing: AnyRow[] = []
    for (const [text, { key, isNew }] of refs) {
      const known = cache.get(named(table, text))
      held.set(text, known ?? { row: undefined, key })
      if (known === undefined && isNew !== true) missing.push(key)
    }
    if (missing.length === 0) return held
    for (const row of await loadRows(table, missing)) {
      // The row came from the table, so it has the table's key columns.
      const text = keyTextOf(table, row as never)
      held.set(text, { row, key: row })
    }
    return held
  }

  return {
    load: async (refs) => {
      const loaded = new Map<KeyedTable, ReadonlyMap<string, Held>>()
      for (const [table, some] of distinct(refs)) loaded.set(table, await loadTable(table, some))
      return loaded
    },
    remember: (held) => {
      for (const [table, rows] of held)
        for (const [text, one] of rows) cache.set(named(table, text), one)
    },
    clear: () => cache.clear(),
  }
}
