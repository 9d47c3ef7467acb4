import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { Group } from '../groups.ts'
import { createDecode } from '../runner/decode.ts'
import { foldInto } from '../runner/fold.ts'
import { createRowSet, type AnyRow, type Held } from '../runner/row-set.ts'
import { keyTextOf, type KeyedTable } from '../shared/schema.ts'

/** An event that wrote a row, and which of its columns it changed. */
export type Writing = { readonly event: RecordedEvent; readonly columns: readonly string[] }

/** By table and key: what wrote the row, in order. */
export type Trace = (table: KeyedTable, key: string) => readonly Writing[]

const changedIn = (before: AnyRow | undefined, after: AnyRow | undefined): readonly string[] => {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  const textOf = (value: unknown): string =>
    JSON.stringify(value ?? null, (_, inner: unknown) =>
      typeof inner === 'bigint' ? inner.toString() : inner,
    )
  return [...names].filter((name) => textOf(before?.[name]) !== textOf(after?.[name]))
}

/**
 * What the code of today makes of one stream, event by event: which rows of a group each of them writes. Rows of other
 * streams are not there: what depends on them is told by who touches it.
 */
export const traceStream = async (
  events: readonly RecordedEvent[],
  group: Group,
  vault: Vault,
): Promise<Trace> => {
  const { parts, opened } = await createDecode([group], vault).batch(events)
  const loaded = new Map<KeyedTable, Map<string, Held>>()
  const rows = createRowSet(loaded)
  const writings = new Map<KeyedTable, Map<string, Writing[]>>()
  const note = (table: KeyedTable, key: string, writing: Writing): void => {
    const ofTable = writings.get(table) ?? new Map<string, Writing[]>()
    writings.set(table, ofTable.set(key, [...(ofTable.get(key) ?? []), writing]))
  }
  for (const part of parts.get(group) ?? []) {
    if (part.kind === 'unreadable') continue
    for (const { table, key } of part.touches) {
      const ofTable = loaded.get(table) ?? new Map<string, Held>()
      const text = keyTextOf(table, key)
      if (!ofTable.has(text)) ofTable.set(text, { row: undefined, key })
      loaded.set(table, ofTable)
    }
    const touched = part.touches.map(({ table, key }) => [table, keyTextOf(table, key)] as const)
    const rowOf = (table: KeyedTable, text: string): AnyRow | undefined =>
      rows.held().get(table)?.get(text)?.row
    // Rows are changed in place: what they were is copied.
    const before = touched.map(([table, text]) => ({ ...rowOf(table, text) }))
    const options = { group: group.name, opened, refused: none, skipped: new Set<string>() }
    const { quarantine } = foldInto(rows, [part], { ...options, quarantine: new Map() })
    for (const [index, [table, text]] of touched.entries()) {
      const columns = changedIn(before[index], rowOf(table, text))
      // An event that needs another stream's row cannot be followed here: that it touches the row is known.
      if (columns.length > 0 || quarantine.size > 0)
        note(table, text, { event: part.event, columns })
    }
  }
  return (table, key) => writings.get(table)?.get(key) ?? []
}

const none: ReadonlyMap<string, string> = new Map()
