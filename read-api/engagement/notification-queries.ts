import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { Direction } from '../schema/direction.ts'
import {
  countUnread,
  notificationKey,
  notificationOrder,
  readNotifications,
} from './notification-reads.ts'
import { NotificationSeverity } from './notification-type.ts'
import { requireReader } from './person.ts'
import { Notification, NotificationConnection } from './refs.ts'

const NotificationFilter = builder.inputType('NotificationFilter', {
  description: 'Which notifications are wanted; every member that is given must hold.',
  fields: (t) => ({
    unread: t.boolean({
      description: 'Those that you have not read; with false those that you have.',
    }),
    kinds: t.stringList({ description: 'Of one of these kinds.' }),
    severity: t.field({ type: [NotificationSeverity], description: 'That matter so much.' }),
    from: t.field({ type: 'DateTime', description: 'Of then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Of earlier.' }),
  }),
})

builder.queryFields((t) => ({
  notifications: t.connection(
    {
      type: Notification,
      description: 'What you were told, but for the kinds that you do not want in the list.',
      args: {
        filter: t.arg({ type: NotificationFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when it happened: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        const reader = requireReader(view.caller)
        const page = pageRequest(args, notificationOrder, direction)
        const rows = await readNotifications(view.db, reader, filter ?? {}, page)
        return pageOf(rows, page, notificationKey)
      },
    },
    NotificationConnection,
  ),
  unreadNotifications: t.int({
    description: 'How many of your notifications you have not read.',
    complexity: 5,
    resolve: (_, _args, { view }) => countUnread(view.db, requireReader(view.caller)),
  }),
}))
