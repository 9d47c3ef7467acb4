import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Known, Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { Opened, Part } from './decode.ts'
import { describe } from './failures.ts'
import type { RowSet } from './row-set.ts'
import type { QuarantineRow } from './tables.ts'

/** What a group's rows know of the streams that wait. */
export type Quarantine = ReadonlyMap<string, QuarantineRow>

export type Folded = {
  /** The events that were applied, in order. */
  readonly applied: readonly Projected[]
  readonly quarantine: Quarantine
}

export type FoldOptions = {
  readonly group: string
  readonly quarantine: Quarantine
  readonly opened: Opened
  /** Why an event is known to be one that the tables do not take, by event id. */
  readonly refused: ReadonlyMap<string, string>
  /** Ids of events that are left out, by an operator's decision. */
  readonly skipped: ReadonlySet<string>
}

export const stopped = (group: string, event: RecordedEvent, error: string): QuarantineRow => ({
  group_name: group,
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  event_id: event.id,
  event_type: event.type,
  error,
  since: event.created,
  waiting: 0n,
  last_revision: event.revision,
  last_position: event.position,
})

export const oneMoreBehind = (row: QuarantineRow, event: RecordedEvent): QuarantineRow => ({
  ...row,
  waiting: row.waiting + 1n,
  last_revision: event.revision,
  last_position: event.position,
})

/**
 * Applies a group's events in log order to its rows. An event is applied by all in the group that follow it or by none;
 * one that cannot be applied stops its stream, and the later ones of the stream queue up behind it.
 */
export const foldInto = (
  rows: RowSet,
  parts: readonly Part[],
  { group, quarantine, opened, refused, skipped }: FoldOptions,
): Folded => {
  const waiting = new Map(quarantine)
  const applied: Projected[] = []
  const known: Known = { get: rows.get, open: openerOf(opened) }
  const hold = (row: QuarantineRow): void => {
    waiting.set(row.stream, row)
    rows.write([{ do: 'put', table: 'quarantine', row }])
  }
  for (const part of parts) {
    const { event } = part
    const ahead = waiting.get(event.stream)
    const error = refused.get(event.id)
    if (ahead !== undefined) hold(oneMoreBehind(ahead, event))
    else if (skipped.has(event.id)) continue
    else if (part.kind === 'unreadable') hold(stopped(group, event, part.error))
    else if (error !== undefined) hold(stopped(group, event, error))
    else {
      try {
        rows.write(writesOf(part, known))
        applied.push(part.event)
      } catch (thrown) {
        hold(stopped(group, event, describe(thrown)))
      }
    }
  }
  return { applied, quarantine: waiting }
}

const openerOf =
  (opened: Opened): Known['open'] =>
  (sealed) => {
    const text = opened.get(sealed)
    if (text === undefined) throw new Error('a sealed text was not said to be opened')
    if (text instanceof Error) throw text
    return text
  }

/** All of them are computed before one is made: tables have one projection each, so none sees another's. */
const writesOf = (
  { event, followers }: Extract<Part, { kind: 'ready' }>,
  known: Known,
): readonly RowWrite[] => {
  const [only] = followers
  if (only !== undefined && followers.length === 1) return only.apply(event, known)
  return followers.flatMap((each) => each.apply(event, known))
}
