import { subjects } from '../../platform/positions/notices.ts'
import { builder } from '../schema/builder.ts'
import type { Change } from '../subscriptions/changes.ts'
import { countUnread, readNews } from './notification-reads.ts'
import { requireReader } from './person.ts'
import { Notification, type NotificationView } from './refs.ts'

/** A change, and where the one before it stood. */
type Step = Change & { readonly after: bigint }

/** Of a follower who was slow there may be many: the list has the rest. */
const most = 50

/** The same changes, each with the position of the one before. Ending it ends them. */
const steps = (
  changes: AsyncIterableIterator<Change>,
  since: bigint,
): AsyncIterableIterator<Step> => {
  let after = since
  const result: AsyncIterableIterator<Step> = {
    next: async () => {
      const step = await changes.next()
      if (step.done === true) return { done: true, value: undefined }
      const { position } = step.value
      const value = { position, after }
      after = position
      return { done: false, value }
    },
    return: async () => {
      await changes.return?.()
      return { done: true, value: undefined }
    },
    throw: async (error) => {
      await changes.return?.()
      throw error
    },
    [Symbol.asyncIterator]: () => result,
  }
  return result
}

type News = { readonly unread: number; readonly notifications: readonly NotificationView[] }

const NotificationNews = builder.objectRef<News>('NotificationNews')

builder.objectType(NotificationNews, {
  description: 'What you were told since the last message.',
  fields: (t) => ({
    unread: t.exposeInt('unread', { description: 'How many notifications you have not read now.' }),
    notifications: t.field({
      type: [Notification],
      description:
        'The new ones, the oldest first: 50 at most, the newest. None in the first message.',
      resolve: ({ notifications }) => [...notifications],
    }),
  }),
})

builder.subscriptionFields((t) => ({
  notificationsAdded: t.field({
    type: NotificationNews,
    description: 'How many notifications are unread, then whatever you are told from now on.',
    complexity: { field: 1, multiplier: 10 },
    subscribe: async (_, _args, { view }): Promise<AsyncIterableIterator<Step>> => {
      const { userId, organisation } = requireReader(view.caller)
      const { position: since } = view.freshness
      const heard = [subjects.notifications(userId), subjects.notifications(organisation)]
      return steps(await view.changes(heard, since), since)
    },
    resolve: async ({ position, after }, _args, { view }) => {
      const reader = requireReader(view.caller)
      const [unread, notifications] = await Promise.all([
        countUnread(view.db, reader),
        readNews(view.db, reader, after, position, most),
      ])
      return { unread, notifications }
    },
  }),
}))
