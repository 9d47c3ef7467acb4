import { ApiFailure } from '../api/failure.ts'
import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { choice, field } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { jsonView } from '../parts/json-view.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { rowLink, table } from '../parts/table.ts'
import { badge, when } from '../parts/words.ts'
import { type ActionRow, actions, oneAction } from '../queries/operations.ts'
import { hrefOf, type Show, streamHref } from '../routing/route.ts'

const names = ['action', 'subject', 'requestedBy', 'status'] as const

const asked = (query: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = query.get(name)
      return value === null || value === '' ? [] : [[name, value]]
    }),
  )

const actionHref = ({ actionId }: ActionRow): string => hrefOf(`/actions/${actionId}`)

export const showActions: Show = async ({ query }, signal) => {
  const filter = asked(query)
  const { operatorActions: page } = await read(actions, { ...pageOf(query), filter }, signal)
  const rows = page.edges.map(({ node }) => node)
  const states = [
    ['', 'any'],
    ['REQUESTED', 'under way'],
    ['DONE', 'done'],
    ['FAILED', 'failed'],
  ] as const
  return group(
    heading(
      'Operator actions',
      'What operators did to the hub, and why. The log keeps it for ever.',
    ),
    filterForm(
      '/actions',
      'Which actions',
      field('Action', {
        name: 'action',
        value: query.get('action') ?? '',
        placeholder: 'quarantine.retry',
      }),
      field('Subject', { name: 'subject', value: query.get('subject') ?? '' }),
      field('Operator', { name: 'requestedBy', value: query.get('requestedBy') ?? '' }),
      choice('Outcome', 'status', states, query.get('status') ?? ''),
    ),
    rows.length === 0
      ? nothing('No operator did such a thing.')
      : table(
          'Operator actions',
          [
            { title: 'When, UTC', cell: ({ requestedAt }) => when(requestedAt) },
            { title: 'Action', cell: (row) => rowLink(actionHref(row), row.action) },
            { title: 'Subject', cell: ({ subject }) => h('code', {}, subject) },
            {
              title: 'Why',
              cell: ({ reason }) => h('span', { class: 'long' }, reason),
              wide: true,
            },
            { title: 'Outcome', cell: ({ status }) => badge(status) },
            {
              title: 'By',
              cell: ({ requestedBy }) =>
                h('span', { class: 'id', title: requestedBy }, requestedBy.slice(0, 8)),
              minor: true,
            },
            { title: 'Done by', cell: ({ performer }) => performer.toLowerCase(), minor: true },
          ],
          rows,
        ),
    pager(page.pageInfo, (place) => hrefOf('/actions', { ...filter, ...place })),
  )
}

export const showAction: Show = async ({ params }, signal) => {
  const { actionId = '' } = params
  const { operatorAction: found } = await read(oneAction, { actionId }, signal)
  if (found === null) throw new ApiFailure('NOT_FOUND', 'There is no such action.')
  const stream = `operatorAction-${actionId}`
  return group(
    heading(found.action, found.reason, badge(found.status)),
    card(
      'What was asked',
      facts([
        ['Subject', h('code', {}, found.subject)],
        ['By', h('code', {}, found.requestedBy)],
        ['Performed by', found.performer === 'HUB' ? 'the hub' : 'the command line'],
        ['Asked, UTC', when(found.requestedAt)],
        ['Over, UTC', when(found.finishedAt)],
        ['Outcome', found.detail ?? 'still under way'],
        ['Stream', h('a', { href: streamHref(stream) }, stream)],
      ]),
    ),
    card(
      'What the dry run said',
      found.would.length === 0
        ? h('p', { class: 'soft' }, 'There was none.')
        : h(
            'ul',
            { class: 'would' },
            found.would.map((line) => h('li', {}, line)),
          ),
    ),
    Object.keys(found.parameters).length === 0
      ? undefined
      : card('Parameters', jsonView(found.parameters, 'Parameters')),
  )
}
