import { z } from 'zod'
import { readNotifications, readNotificationsUpTo } from '../../commands/engagement/inbox.ts'
import {
  setNotificationChannels,
  setNotificationSchedule,
} from '../../commands/engagement/preferences.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id } from '../shapes.ts'

const nothing = z.strictObject({})
const { kind, channels } = setNotificationChannels.input.shape

export const notificationRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'readNotifications',
    tag: 'engagement',
    summary: 'Mark notifications as read',
    description:
      'Up to a hundred at a time. What is read stays read, also when everything is built anew.',
    problems: [],
    method: 'POST',
    path: '/v1/notifications/reads',
    command: readNotifications,
    params: nothing,
    body: readNotifications.input,
    example: { notificationIds: ['0b9f3a66-8f2b-5f0e-9c58-6b1c9a3f1d20'] },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ notificationIds: z.array(Id).max(100) }),
  }),
  mountCommand({
    operationId: 'readNotificationsUpTo',
    tag: 'engagement',
    summary: 'Mark everything as read up to a position',
    description:
      'Give the position that a list of notifications was read at (`extensions.position`): what came later stays unread.',
    problems: [],
    method: 'PUT',
    path: '/v1/notifications/read-mark',
    command: readNotificationsUpTo,
    params: nothing,
    body: readNotificationsUpTo.input,
    example: { position: '4711' },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ upTo: z.string().max(19) }),
  }),
  mountCommand({
    operationId: 'setNotificationChannels',
    tag: 'engagement',
    summary: 'Choose the channels of one kind of notification',
    description:
      'What is left out stays as it is. Notices of your account’s safety stay on, in the list and by mail.',
    problems: ['NOTIFICATION_REQUIRED'],
    method: 'PATCH',
    path: '/v1/notification-preferences/kinds/:kind',
    command: setNotificationChannels,
    params: z.strictObject({ kind }),
    body: channels,
    example: { mail: false, webhook: true },
    input: (path, body) => ({ kind: path.kind, channels: body }),
    status: 200,
    answer: z.object({ kind }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'setNotificationSchedule',
    tag: 'engagement',
    summary: 'Choose when notifications are mailed',
    description:
      'Each at once, gathered every hour, or once a day at a time of yours; and quiet hours in which nothing is mailed. ' +
      'Notices of your account’s safety are mailed at once.',
    problems: [],
    method: 'PUT',
    path: '/v1/notification-preferences/schedule',
    command: setNotificationSchedule,
    params: nothing,
    body: setNotificationSchedule.input,
    example: {
      timeZone: 'Europe/Berlin',
      digest: { every: 'DAY', at: '08:00' },
      quiet: { from: '22:00', to: '07:00' },
    },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ userId: Id }),
    precondition: 'accepted',
  }),
]
