import { commutingTables } from '../shared/schema.ts'
import type { Opened, Part } from './decode.ts'
import { foldInto, type Folded, type Quarantine } from './fold.ts'
import type { Lane } from './lane.ts'
import { createRowCache, type RowCache } from './row-cache.ts'
import { createRowSet, type HeldByTable, type RowSet } from './row-set.ts'
import type { RowStore } from './store.ts'

/** A lane as its one writer knows it. */
export type LaneState = {
  readonly lane: Lane
  readonly cache: RowCache
  position: bigint
  quarantine: Quarantine
  skipped: ReadonlySet<string>
}

export const openLane = async (
  store: RowStore,
  lane: Lane,
  position: bigint,
  cachedRows?: number,
): Promise<LaneState> => ({
  lane,
  position,
  cache: createRowCache((table, keys) => store.load(lane, table, keys), cachedRows),
  quarantine: new Map((await store.quarantined(lane)).map((row) => [row.stream, row] as const)),
  skipped: new Set(await store.skipped(lane)),
})

export type FoldedRows = { readonly rows: RowSet; readonly folded: Folded }

/** A row that a later event of another stream has written already: applying this one now is not what a rebuild does. */
export class OutOfOrder extends Error {
  override readonly name = 'OutOfOrder'
}

const isNewer = (loaded: HeldByTable, part: Part): boolean =>
  part.kind === 'ready' &&
  part.touches.some(({ table }) => {
    if (commutingTables.has(table)) return false
    return [...(loaded.get(table)?.values() ?? [])].some(({ row }) => {
      const at = row?.['position']
      return typeof at === 'bigint' && at > part.event.position
    })
  })

/** Of a lane that a batch does not concern: there are many of them in every batch, and they share this one. */
const untouched: RowSet = {
  ...createRowSet(new Map()),
  write: () => {
    throw new Error('rows of a lane that nothing happens to')
  },
}

/** What the events make of the lane's rows. With `late`, events of one stream that come after their turn. */
export const foldLane = async (
  { lane, cache, quarantine, skipped }: LaneState,
  parts: readonly Part[],
  opened: Opened,
  refused: ReadonlyMap<string, string>,
  late = false,
): Promise<FoldedRows> => {
  // Who comes late writes to the rows himself, even when no event is left to apply.
  if (parts.length === 0 && !late) return { rows: untouched, folded: { applied: [], quarantine } }
  const loaded = await cache.load(
    parts.flatMap((part) => (part.kind === 'ready' ? part.touches : [])),
  )
  const [first] = parts
  if (late && first !== undefined && isNewer(loaded, first))
    throw new OutOfOrder(`rows of ${first.event.stream} were written by later events of others`)
  const rows = createRowSet(loaded)
  const group = lane.group.name
  return { rows, folded: foldInto(rows, parts, { group, quarantine, opened, refused, skipped }) }
}
