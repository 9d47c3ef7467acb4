import type { QuarantineRow } from '../../projections/runner/tables.ts'
import { takePage, type SortOrder } from '../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { QuarantinedStreamConnection } from './connections.ts'
import { QuarantinedStream } from './refs.ts'

QuarantinedStream.implement({
  description:
    'A stream that waits, in one group of tables, behind an event that cannot be applied. For operators.',
  fields: (t) => ({
    stream: t.exposeString('stream', { description: 'Its name.' }),
    group: t.exposeString('group_name', { description: 'The group of tables.' }),
    eventId: t.exposeID('event_id', { description: 'The event.' }),
    eventType: t.exposeString('event_type', { description: 'Its type.' }),
    revision: t.string({
      description: 'Its number in the stream.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', { type: 'Position', description: 'Its position of the log.' }),
    error: t.exposeString('error', { description: 'Why it cannot be applied.' }),
    since: t.expose('since', { type: 'DateTime', description: 'When that event was recorded.' }),
    waiting: t.string({
      description: 'How many later events of the stream wait behind it.',
      resolve: ({ waiting }) => waiting.toString(),
    }),
  }),
})

const order: SortOrder = {
  name: 'quarantine',
  columns: [
    { column: 'position', type: 'bigint' },
    { column: 'group_name', type: 'text' },
  ],
}

builder.queryFields((t) => ({
  quarantinedStreams: t.connection(
    {
      type: QuarantinedStream,
      description:
        'Streams that wait, in the order of the events that stopped them. For operators.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, 'ASC')
        const rows = await takePage(view.db.selectFrom('quarantine').selectAll(), page).execute()
        return pageOf<QuarantineRow>(rows, page, ({ position, group_name }) => [
          position.toString(),
          group_name,
        ])
      },
    },
    QuarantinedStreamConnection,
  ),
}))
