import { read } from '../api/read.ts'
import { group } from '../dom/h.ts'
import { shortStream } from '../parts/event-table.ts'
import { field } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, span, when } from '../parts/words.ts'
import { timers } from '../queries/sagas.ts'
import { hrefOf, type Show } from '../routing/route.ts'
import { instanceHref } from './dead-letters.ts'

const left = (dueAt: string): string => span((Date.parse(dueAt) - Date.now()) / 1_000)

export const showTimers: Show = async ({ query }, signal) => {
  const saga = query.get('saga')
  const { timers: page } = await read(timers, { ...pageOf(query), saga }, signal)
  const rows = page.edges.map(({ node }) => node)
  return group(
    heading('Timers', 'What sagas will be woken by, the next one first.'),
    filterForm(
      '/timers',
      'Which timers',
      field('Saga', { name: 'saga', value: saga ?? '', spellcheck: 'false' }),
    ),
    rows.length === 0
      ? nothing('No timer is set.')
      : table(
          'Timers',
          [
            {
              title: 'Timer',
              cell: ({ name, stream }) => rowLink(instanceHref(stream), name),
              wide: true,
            },
            { title: 'Instance', cell: ({ stream }) => shortStream(stream) },
            { title: 'Due, UTC', cell: ({ dueAt }) => when(dueAt) },
            {
              title: 'In',
              cell: ({ dueAt, isOverdue }) => (isOverdue ? badge('OVERDUE') : left(dueAt)),
              numeric: true,
            },
          ],
          rows,
        ),
    pager(page.pageInfo, (place) => hrefOf('/timers', { saga: saga ?? '', ...place })),
  )
}
