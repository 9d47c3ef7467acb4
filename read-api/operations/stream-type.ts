import type { EventLogRow } from '../../projections/log/tables.ts'
import { builder } from '../schema/builder.ts'
import type { ReadDb } from '../view/db.ts'
import { LogEvent, QuarantinedStream } from './refs.ts'

type Summary = { readonly name: string; readonly first: EventLogRow; readonly last: EventLogRow }

export const StreamSummary = builder.objectRef<Summary>('Stream').implement({
  description: 'A stream of the log. Its events: `logEvents(filter: {stream})`.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    category: t.string({
      description: 'What it is of: its name up to the first dash.',
      resolve: ({ name }) => name.split('-', 1)[0] ?? name,
    }),
    entityId: t.string({
      description: 'The id of what it is of: the rest of its name.',
      resolve: ({ name }) => name.slice(name.indexOf('-') + 1),
    }),
    revision: t.string({
      description: 'The number of its last event, from 0.',
      resolve: ({ last }) => last.revision.toString(),
    }),
    firstEvent: t.field({
      type: LogEvent,
      description: 'Its first.',
      resolve: ({ first }) => first,
    }),
    lastEvent: t.field({ type: LogEvent, description: 'Its last.', resolve: ({ last }) => last }),
    quarantined: t.field({
      type: [QuarantinedStream],
      description: 'The groups of tables in which it waits behind an event that cannot be applied.',
      resolve: async ({ name }, _args, { view }) =>
        view.db.selectFrom('quarantine').selectAll().where('stream', '=', name).execute(),
    }),
  }),
})

/** The two ends of a stream, by its index. */
export const readStream = async (db: ReadDb, name: string): Promise<Summary | undefined> => {
  const end = (direction: 'asc' | 'desc') =>
    db
      .selectFrom('event_log')
      .selectAll()
      .where('stream', '=', name)
      .orderBy('revision', direction)
      .limit(1)
      .executeTakeFirst()
  const [first, last] = await Promise.all([end('asc'), end('desc')])
  return first === undefined || last === undefined ? undefined : { name, first, last }
}
