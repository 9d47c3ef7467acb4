import { readAnswer } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { logColumns } from '../parts/event-table.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { table } from '../parts/table.ts'
import { events } from '../queries/events.ts'
import { hrefOf, type Show } from '../routing/route.ts'
import { eventFilterForm, eventFilterOf, queryOf } from './event-filter.ts'
import { tailEvents } from './tail.ts'

const empty = (): HTMLElement =>
  nothing(
    'No event is like that.',
    'Clear the filter, or follow the log: what comes stands here at once.',
  )

export const showEvents: Show = async ({ query }, signal) => {
  const filter = eventFilterOf(query)
  const isLive = query.has('live')
  const place = isLive ? { first: 50 } : pageOf(query)
  const { data, freshness } = await readAnswer(
    events,
    { ...place, filter, direction: 'DESC' },
    signal,
  )
  const rows = data.logEvents.edges.map(({ node }) => node)
  const href = (more: Readonly<Record<string, string>>): string =>
    hrefOf('/events', { ...queryOf(query), ...more })
  const live = h(
    'a',
    {
      class: `button ${isLive ? 'live' : 'primary'}`,
      id: 'live',
      href: isLive ? href({}) : href({ live: '1' }),
    },
    isLive ? 'Stop following' : 'Follow live',
  )
  const told = h('p', { class: 'tail-state soft', role: 'status' })
  const list = table('Events', logColumns, rows)
  if (isLive) tailEvents(list, rows, filter, freshness?.position ?? null, told, signal)
  return group(
    heading('Event log', 'Everything that happened, the newest first.', told, live),
    eventFilterForm(query),
    rows.length === 0 && !isLive ? empty() : list,
    isLive ? undefined : pager(data.logEvents.pageInfo, href),
  )
}
