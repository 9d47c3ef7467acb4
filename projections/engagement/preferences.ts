import { definitions, evolve, initial } from '../../domain/engagement/preferences.ts'
import { projectionOf } from '../shared/projection.ts'

/** How people want to be told. */
export const preferences = projectionOf({
  name: 'notification-preferences',
  definitions,
  touches: ({ data, revision }) => [
    {
      table: 'notification_preferences',
      key: { user_id: data.userId },
      isNew: revision === 0n,
    },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const user_id = event.data.userId
    const known = rows.get('notification_preferences', { user_id }) ?? initial
    const { channels, schedule } = evolve(known, event)
    return [
      {
        do: 'put',
        table: 'notification_preferences',
        row: { user_id, channels, schedule, revision, position },
      },
    ]
  },
})
