import { z } from 'zod'
import { atOneTime, inbox, LogPosition } from '../../domain/engagement/inbox.ts'
import { Id } from '../../domain/shared/values.ts'
import { personOf } from '../accounts/membership.ts'
import { defineCommand } from '../shared/definition.ts'

/**
 * Marks notifications as read. What they are follows from the log alone, so an id is taken as it is: that of somebody
 * else's, or of none, is kept for the reader and changes nothing for anybody.
 */
export const readNotifications = defineCommand({
  name: 'engagement.read-notifications',
  input: z.strictObject({ notificationIds: z.array(Id).min(1).max(atOneTime) }),
  scope: 'engagement:write',
  run: async ({ notificationIds }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const command = { type: 'Read', userId, notificationIds } as const
    const changed = await tools.change(inbox, userId, command)
    return 'stream' in changed ? { answer: { notificationIds }, changed } : changed
  },
})

/** Marks everything as read that was told up to a position: of a list of them, the position that it was read at. */
export const readNotificationsUpTo = defineCommand({
  name: 'engagement.read-notifications-up-to',
  input: z.strictObject({ position: LogPosition }),
  scope: 'engagement:write',
  run: async ({ position }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const head = await tools.services.eventStore.head()
    const command = { type: 'ReadUpTo', userId, position, head } as const
    const changed = await tools.change(inbox, userId, command)
    return 'stream' in changed ? { answer: { upTo: position }, changed } : changed
  },
})
