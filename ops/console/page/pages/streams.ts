import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { field } from '../parts/field.ts'
import { heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { when } from '../parts/words.ts'
import { type EventRow, events } from '../queries/events.ts'
import { go } from '../routing/go.ts'
import { type Show, streamHref } from '../routing/route.ts'

/** The newest event of each stream, the newest first. */
const newestOf = (rows: readonly EventRow[]): readonly EventRow[] =>
  [...Map.groupBy(rows, ({ stream }) => stream).values()].flatMap((of) => of.slice(0, 1))

const openForm = (): HTMLElement => {
  const form: HTMLFormElement = h(
    'form',
    {
      class: 'filter',
      'aria-label': 'Open a stream',
      onsubmit: (event) => {
        event.preventDefault()
        const name = new FormData(form).get('name')
        if (typeof name === 'string' && name.trim() !== '') go(streamHref(name.trim()))
      },
    },
    field('Name of a stream', {
      name: 'name',
      required: true,
      placeholder: 'job-…',
      spellcheck: 'false',
    }),
    h('div', { class: 'filter-buttons' }, h('button', { class: 'button primary' }, 'Open')),
  )
  return form
}

export const showStreams: Show = async (_, signal) => {
  const { logEvents } = await read(events, { first: 100, filter: {}, direction: 'DESC' }, signal)
  const rows = newestOf(logEvents.edges.map(({ node }) => node))
  return group(
    heading(
      'Streams',
      'Everything that has a history of its own: each aggregate, and each instance of a saga.',
    ),
    openForm(),
    h('h2', {}, 'Those that moved last'),
    rows.length === 0
      ? nothing('The log is empty.')
      : table(
          'Streams that moved last',
          [
            {
              title: 'Stream',
              cell: ({ stream }) => rowLink(streamHref(stream), stream),
              wide: true,
            },
            { title: 'Newest event', cell: ({ type }) => type },
            { title: 'Revision', cell: ({ revision }) => h('code', {}, revision), numeric: true },
            { title: 'When, UTC', cell: ({ at }) => when(at), minor: true },
          ],
          rows,
        ),
  )
}
