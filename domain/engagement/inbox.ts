import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'

/** What a person has read of what they were told. Notifications are made by nobody: they follow from the log. */
export const category = 'inbox'

// Events: the stored contract.
const Fact = z.strictObject({ userId: Id, at: Instant })
/** A position of the log, as commands answer with one. */
export const LogPosition = z.string().regex(/^(?:0|[1-9][0-9]{0,18})$/)
export const atOneTime = 100
export const definitions = [
  defineEvent(
    'NotificationsRead',
    1,
    Fact.extend({ notificationIds: z.array(Id).min(1).max(atOneTime) }),
  ),
  defineEvent('NotificationsReadUpTo', 1, Fact.extend({ position: LogPosition })),
] as const
export type InboxEvent = EventOf<(typeof definitions)[number]>

// State.
export type Inbox = { readonly upTo: bigint; readonly read: ReadonlySet<string> }

export const initial: Inbox = { upTo: -1n, read: new Set() }

export const evolve = (state: Inbox, event: InboxEvent): Inbox => {
  switch (event.type) {
    case 'NotificationsRead':
      return { ...state, read: new Set([...state.read, ...event.data.notificationIds]) }
    case 'NotificationsReadUpTo':
      return { ...state, upTo: BigInt(event.data.position) }
    default:
      return exhausted(event)
  }
}

// Commands.
export type InboxCommand = { readonly userId: string } & (
  | { readonly type: 'Read'; readonly notificationIds: readonly string[] }
  /** `head` is the end of the log: nobody reads what has not happened. */
  | { readonly type: 'ReadUpTo'; readonly position: string; readonly head: bigint }
)

export const decide = (
  command: InboxCommand,
  state: Inbox,
  meta: DecisionMeta,
): Decision<InboxEvent> => {
  const base = { userId: command.userId, at: meta.now }
  switch (command.type) {
    case 'Read': {
      const news = [...new Set(command.notificationIds)].filter((id) => !state.read.has(id))
      if (news.length === 0) return []
      return [{ type: 'NotificationsRead', data: { ...base, notificationIds: news } }]
    }
    case 'ReadUpTo': {
      const { position, head } = command
      if (BigInt(position) > head)
        return reject('INVALID_INPUT', 'The log has not come to this position yet.', [
          { pointer: '/position', code: 'too_big', detail: `The log ends at ${head.toString()}.` },
        ])
      if (BigInt(position) <= state.upTo) return []
      return [{ type: 'NotificationsReadUpTo', data: { ...base, position } }]
    }
    default:
      return exhausted(command)
  }
}

export const inbox: Aggregate<Inbox, InboxCommand, InboxEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
