import { derivedId } from './ids.ts'

/** The id of the notification of this kind that an event of the log gives rise to: the same wherever it is derived. */
export const notificationIdOf = (eventId: string, kind: string): string =>
  derivedId('notification', eventId, kind)
