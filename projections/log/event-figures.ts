import type { Projected, Projection } from '../shared/projection.ts'

const minuteOf = ({ metadata: { occurredAt } }: Projected): string =>
  new Date(occurredAt).toISOString().slice(0, 16)

/**
 * How many events there are, by minute and by type, so that nobody has to count them. Written by every stream, in any order
 * with the same result.
 */
export const eventFigures: Projection = {
  name: 'event-figures',
  touches: (event) => [
    { table: 'event_minutes', key: { minute: minuteOf(event) } },
    { table: 'event_types', key: { type: event.type } },
  ],
  apply: (event, rows) => {
    const { type, position } = event
    const minute = minuteOf(event)
    const more = (before: { readonly events: bigint; readonly position: bigint } | undefined) => ({
      events: (before?.events ?? 0n) + 1n,
      position: before !== undefined && before.position > position ? before.position : position,
    })
    const inMinute = more(rows.get('event_minutes', { minute }))
    const ofType = more(rows.get('event_types', { type }))
    return [
      { do: 'put', table: 'event_minutes', row: { minute, ...inMinute } },
      { do: 'put', table: 'event_types', row: { type, ...ofType } },
    ]
  },
}
