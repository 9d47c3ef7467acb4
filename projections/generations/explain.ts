import type { EventStore } from '../../platform/event-store/types.ts'
import type {
  ExplainingEvent,
  GenerationDifference,
  RowDifference,
} from '../../platform/replays/port.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { groups, type Group } from '../groups.ts'
import { keyColumns, type KeyedTable } from '../shared/schema.ts'
import { traceStream, type Trace } from './trace.ts'

export type ExplainParts = { readonly eventStore: Pick<EventStore, 'read'>; readonly vault: Vault }

const isKeyed = (table: string): table is KeyedTable => table in keyColumns

/** The key as the projections write it. */
const keyTextIn = (table: KeyedTable, key: RowDifference['key']): string =>
  keyColumns[table].map((column) => String(key[column])).join('\n')

const shown = 20

/** Those that change what differs are never left out for others. */
const choose = (all: readonly ExplainingEvent[]): readonly ExplainingEvent[] => {
  const telling = all.filter(({ columns }) => columns.length > 0).slice(-shown)
  const others = all.filter(({ columns }) => columns.length === 0).slice(telling.length - shown)
  const chosen = new Set([...telling, ...(telling.length < shown ? others : [])])
  return all.filter((event) => chosen.has(event))
}

const inOrder = (one: ExplainingEvent, other: ExplainingEvent): number =>
  BigInt(one.position) < BigInt(other.position) ? -1 : 1

/**
 * Tells of each row that is shown which events wrote it, and which of them change, by the code of today, the columns that
 * differ: the streams are those of the events that both generations remember, read from the log and applied in memory.
 */
export const explainDifference = async (
  { eventStore, vault }: ExplainParts,
  difference: GenerationDifference,
): Promise<GenerationDifference> => {
  const traces = new Map<string, Promise<Trace>>()
  const traceOf = (stream: string, group: Group): Promise<Trace> => {
    const name = `${group.name} ${stream}`
    const known = traces.get(name)
    if (known !== undefined) return known
    const read = eventStore
      .read(stream)
      .then((events) => events.filter(({ position }) => position <= difference.position))
      .then((events) => traceStream(events, group, vault))
    traces.set(name, read)
    return read
  }

  const explain = async (table: string, row: RowDifference): Promise<RowDifference> => {
    const group = groups.find(({ tables }) => tables.some((each) => each === table))
    const differing = Object.keys(row.columns)
    // A row that is only ever added has one writer.
    if (group === undefined || !isKeyed(table))
      return { ...row, events: row.events.map((event) => ({ ...event, columns: differing })) }
    const all: ExplainingEvent[] = []
    for (const stream of new Set(row.events.map(({ stream: name }) => name)))
      for (const { event, columns } of (await traceOf(stream, group))(
        table,
        keyTextIn(table, row.key),
      ))
        all.push({
          ...{ position: event.position.toString(), type: event.type, stream },
          revision: event.revision.toString(),
          columns: columns.filter((column) => differing.includes(column)),
        })
    // What today's code does not write was written by another one's: what is remembered of it stays.
    const known = new Set(all.map(({ position }) => position))
    const events = [...all, ...row.events.filter(({ position }) => !known.has(position))].sort(
      inOrder,
    )
    const chosen = choose(events)
    return { ...row, events: chosen, moreEvents: events.length - chosen.length }
  }

  return {
    ...difference,
    tables: await Promise.all(
      difference.tables.map(async (table) => ({
        ...table,
        first: await Promise.all(table.first.map((row) => explain(table.table, row))),
      })),
    ),
  }
}
