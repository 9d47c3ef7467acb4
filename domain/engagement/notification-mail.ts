import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { exhausted, Id, Instant, Sealed } from '../shared/values.ts'

/**
 * One mail to a person: what it will tell, gathered until it is due. Closed before it is sent, so that nothing comes too
 * late for it unnoticed.
 */
export const category = 'notificationMail'

// Events: the stored contract. What a mail says to somebody is sealed under their key.
const Fact = z.strictObject({ mailId: Id, userId: Id, at: Instant })
const Item = z.strictObject({ notificationId: Id, kind: z.string().min(1).max(80), text: Sealed })
export type MailItem = z.output<typeof Item>
export const definitions = [
  defineEvent('NotificationMailQueued', 1, Fact.extend({ dueAt: Instant, item: Item })),
  defineEvent('NotificationMailClosed', 1, Fact),
] as const
export type NotificationMailEvent = EventOf<(typeof definitions)[number]>

// State.
export type NotificationMail = {
  readonly userId?: string
  readonly items: readonly MailItem[]
  readonly closed: boolean
}

export const initial: NotificationMail = { items: [], closed: false }

export const evolve = (state: NotificationMail, event: NotificationMailEvent): NotificationMail => {
  const { userId } = event.data
  switch (event.type) {
    case 'NotificationMailQueued':
      return { ...state, userId, items: [...state.items, event.data.item] }
    case 'NotificationMailClosed':
      return { ...state, userId, closed: true }
    default:
      return exhausted(event)
  }
}

// Commands.
export type NotificationMailCommand = { readonly mailId: string; readonly userId: string } & (
  | { readonly type: 'Queue'; readonly dueAt: string; readonly item: MailItem }
  | { readonly type: 'Close' }
)

/** A digest of more would be no digest. What is beyond is in the list of notifications. */
export const mostItems = 500

export const decide = (
  command: NotificationMailCommand,
  state: NotificationMail,
  meta: DecisionMeta,
): Decision<NotificationMailEvent> => {
  const { mailId, userId } = command
  const base = { mailId, userId, at: meta.now }
  switch (command.type) {
    case 'Queue': {
      const { dueAt, item } = command
      const known = state.items.some(({ notificationId }) => notificationId === item.notificationId)
      if (state.closed || known || state.items.length >= mostItems) return []
      return [{ type: 'NotificationMailQueued', data: { ...base, dueAt, item } }]
    }
    case 'Close':
      return state.closed ? [] : [{ type: 'NotificationMailClosed', data: base }]
    default:
      return exhausted(command)
  }
}

export const notificationMail: Aggregate<
  NotificationMail,
  NotificationMailCommand,
  NotificationMailEvent
> = { category, definitions, initial, evolve, decide }
