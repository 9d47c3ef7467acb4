import { AssertionError, deepStrictEqual } from 'node:assert/strict'
import { decodeEvent, schemaOf } from '../../../domain/events.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { createRowSet, type AnyRow, type Held } from '../../../projections/runner/row-set.ts'
import type { Projected, Projection } from '../../../projections/shared/projection.ts'
import {
  keyTextOf,
  type KeyedTable,
  type Row,
  type WrittenTables,
} from '../../../projections/shared/schema.ts'
import { idNamed, meta } from './meta.ts'

/** An event and the stream that it stands in. */
export type Placed = { readonly stream: string; readonly event: DomainEvent }

/** These events, in this stream. */
export const on = (stream: string, ...events: readonly DomainEvent[]): readonly Placed[] =>
  events.map((event) => ({ stream, event }))

/** By table every row that is to be there; of each row the columns that matter. Other tables are not looked at. */
export type ExpectedRows = {
  readonly [Table in keyof WrittenTables]?: readonly Partial<Row<Table>>[]
}

export type Applied = {
  /** Throws an AssertionError when other rows are there, or the event could not be applied. */
  readonly then: (expected: ExpectedRows) => void
  /** Throws an AssertionError unless the event cannot be applied, for an error of this name. */
  readonly thenQuarantined: (errorName: string) => void
}

type Tables = ReadonlyMap<string, readonly AnyRow[]>

/** The log as it would be: positions with gaps, a second between events, data checked by its stored contract. */
const inLog = (placed: readonly Placed[]): readonly Projected[] => {
  const revisions = new Map<string, bigint>()
  return placed.map(({ stream, event: { type, data } }, index) => {
    const revision = (revisions.get(stream) ?? -1n) + 1n
    revisions.set(stream, revision)
    const at = new Date(Date.parse(meta.now) + index * 1000)
    const id = idNamed(`event ${index}`)
    const metadata = {
      $correlationId: idNamed('story'),
      $causationId: id,
      commandId: idNamed(`command ${index}`),
      inputHash: '',
      actor: meta.actor,
      occurredAt: at.toISOString(),
      schema: schemaOf(type),
    }
    const position = BigInt(index + 1) * 37n
    const decoded = decodeEvent({ type, data, metadata })
    return { id, stream, revision, position, created: at, metadata, ...decoded }
  })
}

/**
 * The rows after these events, which come in batches of this size. What the projection did not say it touches is not
 * there for it, as in the runner.
 */
const rowsAfter = (
  projection: Projection,
  events: readonly Projected[],
  batch: number,
  clear: Readonly<Record<string, string | null>>,
): Tables => {
  const kept = new Map<KeyedTable, Map<string, Held>>()
  const appended = new Map<string, AnyRow[]>()
  for (let from = 0; from < events.length; from += batch) {
    const some = events.slice(from, from + batch)
    const loaded = new Map<KeyedTable, Map<string, Held>>()
    for (const { table, key } of some.flatMap((event) => projection.touches?.(event) ?? [])) {
      const text = keyTextOf(table, key)
      const rows = loaded.get(table) ?? new Map<string, Held>()
      loaded.set(table, rows.set(text, kept.get(table)?.get(text) ?? { row: undefined, key }))
    }
    const rows = createRowSet(loaded)
    for (const event of some) {
      const sealed = new Set(projection.opens?.(event) ?? [])
      const open = (text: string): string | null => {
        if (!sealed.has(text)) throw new Error('a sealed text was not said to be opened')
        return clear[text] ?? null
      }
      rows.write(projection.apply(event, { get: rows.get, open }))
    }
    for (const [table, held] of rows.held())
      kept.set(table, new Map([...(kept.get(table) ?? []), ...held]))
    for (const [table, added] of rows.changes().added)
      appended.set(table, [...(appended.get(table) ?? []), ...added])
  }
  const keyed = [...kept].map(([table, rows]) => {
    const present = [...rows].filter(([, { row }]) => row !== undefined)
    return [table, present.map(([, { row }]) => row ?? {})] as const
  })
  return new Map([...keyed, ...appended])
}

/** Of each row the columns that are expected of the one in its place. */
const sameColumns = (rows: readonly AnyRow[], expected: readonly object[]): readonly AnyRow[] =>
  rows.map((row, index) => {
    const columns = Object.keys(expected[index] ?? row)
    return Object.fromEntries(columns.map((column) => [column, row[column]]))
  })

/**
 * `given(on('job-1', …)).when(on('job-1', …)).then({ jobs: […] })` for one projection, without a database. Whatever is
 * given is also applied as one batch and event by event, and has to make the same rows.
 */
export const projection = (
  subject: Projection,
  /** The clear text of sealed ones; null when the person was erased. */
  clear: Readonly<Record<string, string | null>> = {},
) => {
  const follows = ({ type }: DomainEvent): boolean =>
    subject.definitions === undefined ||
    subject.definitions.some((definition) => definition.type === type)
  const after = (placed: readonly Placed[]): Tables => {
    const events = inLog(placed).filter(follows)
    const oneByOne = rowsAfter(subject, events, 1, clear)
    const atOnce = rowsAfter(subject, events, Math.max(1, events.length), clear)
    deepStrictEqual(
      sorted(atOnce),
      sorted(oneByOne),
      'rows do not depend on how events are batched',
    )
    return oneByOne
  }
  return {
    given: (...before: readonly (readonly Placed[])[]) => {
      const history = before.flat()
      return {
        when: (now: readonly Placed[]): Applied => ({
          then: (expected) => {
            const tables = after([...history, ...now])
            for (const [table, rows] of Object.entries(expected))
              deepStrictEqual(sameColumns(tables.get(table) ?? [], rows), rows, table)
          },
          thenQuarantined: (errorName) => {
            after(history)
            try {
              after([...history, ...now])
            } catch (error) {
              deepStrictEqual(error instanceof Error ? error.name : error, errorName)
              return
            }
            throw new AssertionError({ message: 'the event was applied' })
          },
        }),
      }
    },
  }
}

const sorted = (tables: Tables) =>
  [...tables].filter(([, rows]) => rows.length > 0).sort(([a], [b]) => (a < b ? -1 : 1))
