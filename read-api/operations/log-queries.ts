import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { isId } from '../../platform/ids/ids.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { Direction } from '../schema/direction.ts'
import { requireOperator } from '../view/caller.ts'
import { LogEventConnection } from './connections.ts'
import './log-event-type.ts'
import { keyFor, LogFilter, orderFor, readLog } from './log-filter.ts'
import { LogEvent } from './refs.ts'
import { readStream, StreamSummary } from './stream-type.ts'

builder.queryFields((t) => ({
  logEvents: t.connection(
    {
      type: LogEvent,
      description: 'The log, as far as the read models are. For operators.',
      args: {
        filter: t.arg({ type: LogFilter, description: 'Which events; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'In the order of the log: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requireOperator(view.caller)
        const wanted = filter ?? {}
        const page = pageRequest(args, orderFor(wanted), direction)
        const schema = schemaOfGeneration(view.freshness.generation)
        const rows = await readLog(view.db, schema, wanted, page)
        return pageOf(rows, page, keyFor(wanted))
      },
    },
    LogEventConnection,
  ),
  logEvent: t.field({
    type: LogEvent,
    nullable: true,
    description: 'One event of the log; null when there is none. For operators.',
    args: { eventId: t.arg.id({ required: true, description: 'Its id.' }) },
    resolve: async (_, { eventId }, { view }) => {
      requireOperator(view.caller)
      if (!isId(eventId)) return null
      const events = view.db.selectFrom('event_log').selectAll().where('event_id', '=', eventId)
      return (await events.executeTakeFirst()) ?? null
    },
  }),
  stream: t.field({
    type: StreamSummary,
    nullable: true,
    description: 'One stream of the log; null when it has no events. For operators.',
    args: { name: t.arg.string({ required: true, description: 'Its name, `<category>-<id>`.' }) },
    complexity: 5,
    resolve: async (_, { name }, { view }) => {
      requireOperator(view.caller)
      return (await readStream(view.db, name)) ?? null
    },
  }),
}))
