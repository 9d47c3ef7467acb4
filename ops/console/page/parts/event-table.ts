import { type Child, h } from '../dom/h.ts'
import type { EventRow } from '../queries/events.ts'
import { causeHref, hrefOf, streamHref } from '../routing/route.ts'
import type { Column } from './table.ts'
import { rowLink } from './table.ts'
import { id, when } from './words.ts'

export const eventHref = (eventId: string): string => hrefOf(`/events/${eventId}`)

export const shortStream = (name: string): HTMLElement => {
  const dash = name.indexOf('-')
  const entity = name.slice(dash + 1)
  return h(
    'span',
    { class: 'stream-name', title: name },
    name.slice(0, dash),
    h('span', { class: 'soft' }, ` ${entity.length > 14 ? `…${entity.slice(-12)}` : entity}`),
  )
}

/** Ids are shortened, names of parts of the hub are not. */
export const actorOf = ({ kind, id: actor }: EventRow['actor']): Child =>
  h(
    'span',
    { title: actor, class: 'actor' },
    kind,
    ' ',
    h('span', { class: 'soft' }, /^[0-9a-f]{8}-/.test(actor) ? actor.slice(0, 8) : actor),
  )

type EventColumn = Column<EventRow>

const position: EventColumn = {
  title: 'Position',
  cell: (row) => h('code', {}, row.position),
  numeric: true,
  minor: true,
}
const revision: EventColumn = {
  title: 'Revision',
  cell: (row) => h('code', {}, row.revision),
  numeric: true,
}
const at: EventColumn = { title: 'When, UTC', cell: (row) => when(row.at) }
const type: EventColumn = {
  title: 'Event',
  cell: (row) => rowLink(eventHref(row.eventId), row.type),
  wide: true,
}
const stream: EventColumn = {
  title: 'Stream',
  cell: (row) => h('a', { href: streamHref(row.stream) }, shortStream(row.stream)),
}
const actor: EventColumn = { title: 'Actor', cell: (row) => actorOf(row.actor), minor: true }
const story: EventColumn = {
  title: 'Story',
  cell: (row) => h('a', { href: causeHref(row.correlationId) }, id(row.correlationId)),
  minor: true,
}

/** Of the whole log. */
export const logColumns: readonly EventColumn[] = [at, type, stream, actor, story, position]
/** Of one stream. */
export const streamColumns: readonly EventColumn[] = [revision, type, at, actor, story, position]
