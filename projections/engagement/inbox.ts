import { definitions } from '../../domain/engagement/inbox.ts'
import { projectionOf } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'

/** What people have read. */
export const inbox = projectionOf({
  name: 'inbox',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'notification_read_marks', key: { user_id: data.userId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const { userId: user_id, at } = event.data
    const known = rows.get('notification_read_marks', { user_id })
    const up_to =
      event.type === 'NotificationsReadUpTo' ? BigInt(event.data.position) : (known?.up_to ?? -1n)
    const ids = event.type === 'NotificationsRead' ? event.data.notificationIds : []
    return [
      {
        do: 'put',
        table: 'notification_read_marks',
        row: { user_id, up_to, revision, position },
      },
      ...ids.map(
        (notification_id): RowWrite => ({
          do: 'add',
          table: 'notification_reads',
          row: { user_id, notification_id, at: new Date(at), position },
        }),
      ),
    ]
  },
})
