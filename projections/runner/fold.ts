import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { Decoded } from './decode.ts'
import { describe } from './failures.ts'
import type { RowSet } from './row-set.ts'
import type { QuarantineRow } from './tables.ts'

/** What the rows know of a stream that waits. */
export type Quarantine = ReadonlyMap<string, QuarantineRow>

export type Folded = {
  /** The events that were applied, in order. */
  readonly applied: readonly Projected[]
  readonly quarantine: Quarantine
}

const stopped = (event: RecordedEvent, error: string): QuarantineRow => ({
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

const oneMoreBehind = (row: QuarantineRow, event: RecordedEvent): QuarantineRow => ({
  ...row,
  waiting: row.waiting + 1n,
  last_revision: event.revision,
  last_position: event.position,
})

/**
 * Applies events in log order to the rows. An event is applied by all that follow it or by none; one that cannot be
 * applied stops its stream, and the later ones of the stream queue up behind it.
 */
export const foldInto = (
  rows: RowSet,
  events: readonly Decoded[],
  quarantine: Quarantine,
  /** Why an event is known to be one that the tables do not take, by event id. */
  refused: ReadonlyMap<string, string>,
): Folded => {
  const waiting = new Map(quarantine)
  const applied: Projected[] = []
  const hold = (row: QuarantineRow): void => {
    waiting.set(row.stream, row)
    rows.write([{ do: 'put', table: 'quarantine', row }])
  }
  for (const decoded of events) {
    const { event } = decoded
    const ahead = waiting.get(event.stream)
    const error = refused.get(event.id)
    if (ahead !== undefined) hold(oneMoreBehind(ahead, event))
    else if (decoded.kind === 'unreadable') hold(stopped(event, decoded.error))
    else if (error !== undefined) hold(stopped(event, error))
    else {
      try {
        rows.write(writesOf(decoded, rows))
        applied.push(decoded.event)
      } catch (thrown) {
        hold(stopped(event, describe(thrown)))
      }
    }
  }
  return { applied, quarantine: waiting }
}

/** All of them are computed before one is made: tables have one projection each, so none sees another's. */
const writesOf = (
  { event, followers, opened }: Extract<Decoded, { kind: 'ready' }>,
  rows: RowSet,
): readonly RowWrite[] => {
  const open = (sealed: string): string | null => {
    const text = opened.get(sealed)
    if (text === undefined) throw new Error('a sealed text was not said to be opened')
    return text
  }
  return followers.flatMap((each) => each.apply(event, { get: rows.get, open }))
}
