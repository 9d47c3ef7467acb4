import type { Opened, Part } from '../runner/decode.ts'
import { foldInto } from '../runner/fold.ts'
import type { LaneState } from '../runner/lane-rows.ts'
import { createRowSet, type Held, type HeldByTable, type RowChanges } from '../runner/row-set.ts'
import type { RowRef } from '../shared/rows.ts'
import { keyTextOf, type KeyedTable } from '../shared/schema.ts'

/** The rows of one lane between two commits. */
export type Window = {
  readonly state: LaneState
  readonly fold: (parts: readonly Part[], opened: Opened) => Promise<void>
  readonly changes: () => RowChanges
  readonly held: () => HeldByTable
}

const nobodyRefused: ReadonlyMap<string, string> = new Map()

/** `before` are the rows of the window that is being written: no table shows them yet. */
export const openWindow = (state: LaneState, before: HeldByTable): Window => {
  const loaded = new Map<KeyedTable, Map<string, Held>>()
  const rows = createRowSet(loaded)

  const keep = (table: KeyedTable, text: string, held: Held): void => {
    const ofTable = loaded.get(table)
    if (ofTable === undefined) loaded.set(table, new Map([[text, held]]))
    else ofTable.set(text, held)
  }

  /** The rows that nothing in memory tells of. */
  const unknown = (parts: readonly Part[]): readonly RowRef[] => {
    const found: RowRef[] = []
    for (const part of parts) {
      if (part.kind === 'unreadable') continue
      for (const ref of part.touches) {
        const { table, key, isNew } = ref
        const text = keyTextOf(table, key)
        if (rows.held().get(table)?.has(text) === true || loaded.get(table)?.has(text) === true)
          continue
        const recent = before.get(table)?.get(text)
        if (recent !== undefined) keep(table, text, recent)
        else if (isNew === true) keep(table, text, { row: undefined, key })
        else found.push(ref)
      }
    }
    return found
  }

  return {
    state,
    fold: async (parts, opened) => {
      const missing = unknown(parts)
      if (missing.length > 0)
        for (const [table, held] of await state.cache.load(missing))
          for (const [text, one] of held) keep(table, text, one)
      const { quarantine, skipped } = state
      const group = state.lane.group.name
      const options = { group, quarantine, opened, refused: nobodyRefused, skipped }
      state.quarantine = foldInto(rows, parts, options).quarantine
    },
    changes: rows.changes,
    held: rows.held,
  }
}
