import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { deedButton } from '../parts/deed.ts'
import { eventHref, shortStream } from '../parts/event-table.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { when } from '../parts/words.ts'
import { type QuarantineRow, quarantined } from '../queries/operations.ts'
import { hrefOf, type Show, streamHref } from '../routing/route.ts'

/** A stream waits in each group of tables that cannot take its event; what is done about it is done for all of them. */
type Waiting = { readonly first: QuarantineRow; readonly groups: readonly QuarantineRow[] }

const byStream = (rows: readonly QuarantineRow[]): readonly Waiting[] =>
  [...Map.groupBy(rows, ({ stream }) => stream).values()].flatMap((groups) => {
    const [first] = groups
    return first === undefined ? [] : [{ first, groups }]
  })

const deeds = ({ first: { stream } }: Waiting): HTMLElement =>
  h(
    'div',
    { class: 'row-buttons' },
    deedButton({
      verb: 'Retry',
      explanation: 'Applies the event, and everything that waits behind it, by the code of today.',
      action: 'quarantine.retry',
      subject: stream,
    }),
    deedButton({
      verb: 'Skip',
      explanation:
        'Leaves the event out of the read models for good, and goes on behind it. The log keeps it.',
      action: 'quarantine.skip',
      subject: stream,
      destructive: true,
    }),
  )

export const showQuarantine: Show = async ({ query }, signal) => {
  const { quarantinedStreams: page } = await read(quarantined, pageOf(query), signal)
  const rows = page.edges.map(({ node }) => node)
  return group(
    heading(
      'Quarantine',
      'Streams that wait behind an event that the read models cannot take. Everything else goes on.',
    ),
    rows.length === 0
      ? nothing('No stream waits.', 'Every event of the log is in the read models.')
      : table<Waiting>(
          'Streams that wait',
          [
            {
              title: 'Stream',
              cell: ({ first }) => rowLink(streamHref(first.stream), shortStream(first.stream)),
            },
            {
              title: 'Event',
              cell: ({ first }) =>
                h('a', { href: eventHref(first.eventId) }, `${first.eventType} ${first.revision}`),
            },
            {
              title: 'Why',
              cell: ({ first }) => h('span', { class: 'long' }, first.error),
              wide: true,
            },
            { title: 'Groups', cell: ({ groups }) => groups.map((one) => one.group).join(', ') },
            { title: 'Behind it', cell: ({ first }) => first.waiting, numeric: true },
            { title: 'Since, UTC', cell: ({ first }) => when(first.since), minor: true },
            { title: 'What to do', cell: deeds },
          ],
          byStream(rows),
        ),
    pager(page.pageInfo, (place) => hrefOf('/quarantine', place)),
  )
}
