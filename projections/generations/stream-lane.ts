import type { PoolClient } from 'pg'
import { describe, isOfTheData } from '../runner/failures.ts'
import type { Opened, Part } from '../runner/decode.ts'
import { foldLane, type LaneState } from '../runner/lane-rows.ts'
import { schemaOf, type Lane } from '../runner/lane.ts'
import { createRowCache } from '../runner/row-cache.ts'
import type { HeldByTable, RowChanges } from '../runner/row-set.ts'
import { loadRows } from '../runner/statements.ts'
import { writeByStatements } from '../runner/write-changes.ts'
import { commutingTables, keyTextOf, type KeyedTable } from '../shared/schema.ts'
import { GenerationRefused } from './generations.ts'

/** Another stream wrote a row that this one writes, too: the one alone does not tell what it holds. */
export class StreamNotAlone extends GenerationRefused {
  override readonly name = 'StreamNotAlone'
}

/** Today's code stops in the stream, where what was added up with other streams' has gone on. */
export class StreamStops extends GenerationRefused {
  override readonly name = 'StreamStops'
}

/** One stream's part of a lane, whose own rows were taken away; everything happens in the caller's transaction. */
export type StreamLane = {
  readonly lane: Lane
  /** The stream's next events. */
  readonly apply: (parts: readonly Part[], opened: Opened) => Promise<void>
  /** Throws StreamStops when the stream does not go as far as it went before. */
  readonly end: () => void
}

export type StreamLaneOptions = {
  readonly client: PoolClient
  readonly lane: Lane
  readonly position: bigint
  /** What the rows belong to: the stream as it was named. */
  readonly stream: string
  /** Positions of the stream's events. */
  readonly own: ReadonlySet<bigint>
  /** Ids of events that the lane leaves out. */
  readonly skipped: ReadonlySet<string>
  /** By stream, for it may have books: from this revision on it waited, and what it adds to rows that many add up is not in them. */
  readonly waitedFrom: ReadonlyMap<string, bigint>
}

/** Of rows that many streams add up no stream's part can be told, nor taken out: they stay as they are. */
const withoutShared = <T>(rows: ReadonlyMap<KeyedTable, T>): ReadonlyMap<KeyedTable, T> =>
  new Map([...rows].filter(([table]) => !commutingTables.has(table)))

/** What a commit of the page would be: all of it, or what is the stream's alone. */
const changesOf = (changes: RowChanges, isAdding: boolean): RowChanges =>
  isAdding
    ? changes
    : {
        ...changes,
        put: withoutShared(changes.put),
        removed: withoutShared(changes.removed),
      }

const looked = (part: Part): Part =>
  part.kind === 'unreadable'
    ? part
    : // Also a row that comes into being may be there already: as somebody else's.
      { ...part, touches: part.touches.map((ref) => ({ ...ref, isNew: false })) }

export const openStreamLane = (options: StreamLaneOptions): StreamLane => {
  const { client, lane, position, stream, own, skipped, waitedFrom } = options
  const schema = schemaOf(lane)
  const cache = createRowCache(async (table, keys) => {
    const rows = await loadRows(client, { schema, table }, keys)
    const foreign = rows.find((row) => {
      const at = row['position'] ?? row['created_position']
      return !commutingTables.has(table) && typeof at === 'bigint' && !own.has(at)
    })
    if (foreign === undefined) return rows
    // The row came from the table, so it has the table's key columns.
    const key = keyTextOf(table, foreign as never)
    throw new StreamNotAlone(
      `${key} of ${table} was written last by another stream than ${stream}: build the group ${lane.group.name}`,
    )
  })
  const state: LaneState = { lane, position, cache, quarantine: new Map(), skipped }

  const remember = (held: HeldByTable): void => cache.remember(withoutShared(held))

  const write = async (
    parts: readonly Part[],
    opened: Opened,
    isAdding: boolean,
    refused: ReadonlyMap<string, string> = new Map(),
  ): Promise<void> => {
    if (parts.length === 0) return
    await client.query('SAVEPOINT before_page')
    try {
      const { rows, folded } = await foldLane(state, parts, opened, refused)
      const changes = changesOf(rows.changes(), isAdding)
      await writeByStatements(client, schema, changes)
      await client.query('RELEASE SAVEPOINT before_page')
      if (changes.forgotten.length > 0) cache.clear()
      remember(rows.held())
      state.quarantine = folded.quarantine
    } catch (error) {
      if (!isOfTheData(error) || refused.size > 0) throw error
      await client.query('ROLLBACK TO SAVEPOINT before_page')
      cache.clear()
      const [only] = parts
      // One event's values are taken by no table: halves find out which.
      if (parts.length === 1 && only !== undefined)
        return write(parts, opened, isAdding, new Map([[only.event.id, describe(error)]]))
      const middle = Math.ceil(parts.length / 2)
      await write(parts.slice(0, middle), opened, isAdding)
      await write(parts.slice(middle), opened, isAdding)
    }
  }

  return {
    lane,
    apply: async (parts, opened) => {
      const all = parts.filter(({ event }) => event.position <= position).map(looked)
      const isLate = ({ event }: Part): boolean => {
        const from = waitedFrom.get(event.stream)
        return from !== undefined && event.revision >= from
      }
      await write(
        all.filter((part) => !isLate(part)),
        opened,
        false,
      )
      await write(all.filter(isLate), opened, true)
    },
    end: () => {
      for (const { stream: name, event_type, revision, error } of state.quarantine.values()) {
        const from = waitedFrom.get(name)
        if (from === undefined || revision < from)
          throw new StreamStops(
            `${lane.group.name}: ${event_type} at revision ${revision.toString()} of ${name} cannot be applied: ${error}`,
          )
      }
    },
  }
}
