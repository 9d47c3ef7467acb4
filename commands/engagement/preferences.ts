import { z } from 'zod'
import { KindOf, notificationPreferences, Switches } from '../../domain/engagement/preferences.ts'
import { Schedule } from '../../domain/engagement/schedule.ts'
import { personOf } from '../accounts/membership.ts'
import { defineCommand } from '../shared/definition.ts'

const Wishes = Switches.refine(
  ({ inApp, mail, webhook }) => (inApp ?? mail ?? webhook) !== undefined,
  { error: 'at least one channel is expected' },
)

/** Says for one kind of notification which channels are on. */
export const setNotificationChannels = defineCommand({
  name: 'engagement.set-notification-channels',
  input: z.strictObject({ kind: KindOf, channels: Wishes }),
  scope: 'engagement:write',
  run: async ({ kind, channels }, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const command = { type: 'SetChannels', userId, kind, channels } as const
    const changed = await tools.change(notificationPreferences, userId, command)
    return 'stream' in changed ? { answer: { kind }, changed } : changed
  },
})

/** Says when mails are wanted: how they are gathered, and the quiet hours. */
export const setNotificationSchedule = defineCommand({
  name: 'engagement.set-notification-schedule',
  input: Schedule,
  scope: 'engagement:write',
  run: async (schedule, tools) => {
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const command = { type: 'SetSchedule', userId, schedule } as const
    const changed = await tools.change(notificationPreferences, userId, command)
    return 'stream' in changed ? { answer: { userId }, changed } : changed
  },
})
