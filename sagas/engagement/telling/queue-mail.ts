import type { Services } from '../../../commands/shared/services.ts'
import type { NotificationMail } from '../../../domain/engagement/notification-mail.ts'
import type { Told } from '../../../domain/engagement/told.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { SubjectErased } from '../../../platform/vault/vault.ts'
import { writeEntry } from '../mail-text.ts'
import { append, type Story } from './append.ts'

/** A notification on its way into a mail: that of its own, or the one that is due when it is. */
export type ToMail = {
  readonly told: Told
  readonly userId: string
  readonly notificationId: string
  readonly at: string
  readonly due: string
  readonly isAtOnce: boolean
}

export const queueMail = async (
  services: Services,
  story: Story,
  { told, userId, notificationId, at, due, isAtOnce }: ToMail,
  signal: AbortSignal,
): Promise<void> => {
  const ownMail = derivedId('notificationMail', userId, notificationId)
  const mailId = isAtOnce ? ownMail : derivedId('notificationMail', userId, 'digest', due)
  const text = await services.vault.seal(userId, writeEntry(told, at)).catch((error: unknown) => {
    if (error instanceof SubjectErased) return undefined
    throw error
  })
  if (text === undefined) return
  const item = { notificationId, kind: told.kind, text }
  const queue = { type: 'Queue', mailId, userId, dueAt: due, item } as const
  const { state } = await append.mail(services, story, queue, signal)
  if (holds(state, notificationId) || mailId === ownMail) return
  // The digest has gone out, or is full: it goes by itself.
  await append.mail(services, story, { ...queue, mailId: ownMail, dueAt: at }, signal)
}

const holds = ({ items }: NotificationMail, notificationId: string): boolean =>
  items.some((item) => item.notificationId === notificationId)
