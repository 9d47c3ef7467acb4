import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { shortStream } from '../parts/event-table.ts'
import { choice } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, count, span, when } from '../parts/words.ts'
import { type InstanceRow, instances, type SagaDefinition, sagas } from '../queries/sagas.ts'
import { hrefOf, type Show } from '../routing/route.ts'
import { instanceHref } from './dead-letters.ts'

const definitions = (list: readonly SagaDefinition[]): HTMLElement =>
  table(
    'Sagas',
    [
      {
        title: 'Saga',
        cell: ({ name }) => rowLink(hrefOf('/sagas', { saga: name }), name),
        wide: true,
      },
      {
        title: 'Going on',
        cell: ({ activeInstances: { count: n, isExact } }) =>
          `${count(n)}${isExact ? '' : ' or more'}`,
        numeric: true,
      },
      { title: 'Hears', cell: ({ routes }) => routes.length, numeric: true, minor: true },
      { title: 'Effects', cell: ({ effects }) => effects.length, numeric: true, minor: true },
      {
        title: 'Deadline',
        cell: ({ deadlineSeconds }) => (deadlineSeconds === null ? '–' : span(deadlineSeconds)),
        numeric: true,
        minor: true,
      },
      { title: 'Version', cell: ({ version }) => version, numeric: true, minor: true },
    ],
    list,
  )

const waitsFor = ({ outstanding, timers }: InstanceRow): string =>
  [...outstanding.map(({ kind }) => kind), ...timers.map(({ name }) => `timer ${name}`)].join(
    ', ',
  ) || '–'

export const stateBadges = ({
  status,
  stuck,
  deadLetters,
}: InstanceRow): readonly HTMLElement[] => [
  badge(status),
  ...(status === 'ACTIVE' && stuck.length > 0 ? [badge('STUCK')] : []),
  ...(deadLetters.length > 0 ? [badge('PARKED')] : []),
]

const instanceTable = (rows: readonly InstanceRow[]): HTMLElement =>
  table(
    'Instances',
    [
      {
        title: 'Instance',
        cell: ({ stream }) => rowLink(instanceHref(stream), shortStream(stream)),
      },
      { title: 'State', cell: (row) => h('span', { class: 'row-buttons' }, stateBadges(row)) },
      { title: 'Waits for', cell: waitsFor, wide: true },
      { title: 'Outcome', cell: ({ outcome }) => outcome ?? '–', minor: true },
      { title: 'Began, UTC', cell: ({ startedAt }) => when(startedAt), minor: true },
      { title: 'Moved, UTC', cell: ({ updatedAt }) => when(updatedAt) },
    ],
    rows,
  )

const filterOf = (query: URLSearchParams) => {
  const [saga, status, trouble] = ['saga', 'status', 'trouble'].map((name) => query.get(name) ?? '')
  return {
    ...(saga === undefined || saga === '' ? {} : { saga }),
    ...(status === undefined || status === '' ? {} : { status }),
    ...(trouble === 'stuck' ? { stuck: true } : {}),
    ...(trouble === 'parked' ? { parked: true } : {}),
  }
}

export const showSagas: Show = async ({ query }, signal) => {
  const filter = filterOf(query)
  const [{ sagas: list }, { sagaInstances: page }] = await Promise.all([
    read(sagas, {}, signal),
    read(instances, { ...pageOf(query), filter }, signal),
  ])
  const rows = page.edges.map(({ node }) => node)
  const kept = Object.fromEntries(
    ['saga', 'status', 'trouble'].map((name) => [name, query.get(name) ?? '']),
  )
  return group(
    heading('Sagas', 'What takes more than one step: what each waits for, and how it ended.'),
    filterForm(
      '/sagas',
      'Which instances',
      choice(
        'Saga',
        'saga',
        [['', 'any'], ...list.map(({ name }) => [name, name] as const)],
        kept['saga'] ?? '',
      ),
      choice(
        'State',
        'status',
        [
          ['', 'any'],
          ['ACTIVE', 'going on'],
          ['ENDED', 'ended'],
        ],
        kept['status'] ?? '',
      ),
      choice(
        'Trouble',
        'trouble',
        [
          ['', 'with or without'],
          ['stuck', 'stuck'],
          ['parked', 'with dead letters'],
        ],
        kept['trouble'] ?? '',
      ),
    ),
    rows.length === 0 ? nothing('No instance is like that.') : instanceTable(rows),
    pager(page.pageInfo, (place) => hrefOf('/sagas', { ...kept, ...place })),
    filter.saga === undefined ? group(h('h2', {}, 'Definitions'), definitions(list)) : undefined,
  )
}
