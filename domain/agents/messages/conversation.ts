import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed } from '../../shared/values.ts'
import { Requester } from '../tasks/parties.ts'

/** What agents and people say to each other, and who has taken what of it. */
export const category = 'conversation'

/** Messages of one conversation at most. */
export const mostMessages = 1000

export const TopicName = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)

/** One agent; or whoever listens to a topic of the organisation. */
export const Addressee = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('AGENT'), agentId: Id }),
  z.strictObject({ kind: z.literal('TOPIC'), topic: TopicName }),
  /** Whoever asked, when that is no agent. */
  z.strictObject({ kind: z.literal('ASKER'), id: z.string().min(1).max(200) }),
])
export type Addressee = z.output<typeof Addressee>

// Events: the stored contract.
const Fact = z.strictObject({ conversationId: Id, organisation: Id, messageId: Id, at: Instant })
export const definitions = [
  defineEvent(
    'AgentMessageSent',
    1,
    Fact.extend({
      from: Requester,
      to: Addressee,
      /** An agent that is asked answers; what it is told it may take note of. */
      act: z.enum(['TELL', 'ASK', 'ANSWER']),
      inReplyTo: Id.exactOptional(),
      text: Sealed,
    }),
  ),
  /** `reader` is an agent, or a group of agents of which one has it. */
  defineEvent(
    'AgentMessageTaken',
    1,
    Fact.extend({ reader: z.string().min(1).max(100), agentId: Id }),
  ),
] as const
export type ConversationEvent = EventOf<(typeof definitions)[number]>

// State.
type Sent = Extract<ConversationEvent, { type: 'AgentMessageSent' }>['data']
export type Message = Omit<Sent, 'conversationId' | 'organisation'> & {
  /** Readers that have it, and the agent that took it for them. */
  readonly takenBy: Readonly<Record<string, string>>
}
export type ExistingConversation = {
  readonly kind: 'existing'
  readonly conversationId: string
  readonly organisation: string
  readonly messages: readonly Message[]
}
export type Conversation = { readonly kind: 'absent' } | ExistingConversation

export const initial: Conversation = { kind: 'absent' }

export const evolve = (state: Conversation, event: ConversationEvent): Conversation => {
  switch (event.type) {
    case 'AgentMessageSent': {
      const { conversationId, organisation, ...sent } = event.data
      const before = state.kind === 'absent' ? [] : state.messages
      const messages = [...before, { ...sent, takenBy: {} }]
      return { kind: 'existing', conversationId, organisation, messages }
    }
    case 'AgentMessageTaken': {
      if (state.kind === 'absent') return state
      const { messageId, reader, agentId } = event.data
      const messages = state.messages.map((message) =>
        message.messageId === messageId
          ? { ...message, takenBy: { ...message.takenBy, [reader]: agentId } }
          : message,
      )
      return { ...state, messages }
    }
    default:
      return exhausted(event)
  }
}

// Commands. Texts come sealed.
export type ConversationCommand =
  | ({ readonly type: 'SendMessage' } & Omit<Sent, 'at'>)
  | {
      readonly type: 'TakeMessage'
      readonly messageId: string
      readonly agentId: string
      /** Of a topic: one of the group's agents takes it for all. */
      readonly group?: string
    }

export const decide = (
  command: ConversationCommand,
  state: Conversation,
  { now: at }: DecisionMeta,
): Decision<ConversationEvent> => {
  switch (command.type) {
    case 'SendMessage': {
      const { type: _, ...data } = command
      if (state.kind === 'existing') {
        if (state.organisation !== data.organisation) return unknown
        if (state.messages.some(({ messageId }) => messageId === data.messageId)) return []
        if (state.messages.length >= mostMessages)
          return reject('LIMIT_REACHED', `A conversation has at most ${mostMessages} messages.`)
      }
      if (data.inReplyTo !== undefined && find(state, data.inReplyTo) === undefined) return unknown
      return [{ type: 'AgentMessageSent', data: { ...data, at } }]
    }
    case 'TakeMessage': {
      const { messageId, agentId, group } = command
      const message = find(state, messageId)
      if (state.kind === 'absent' || message === undefined) return unknown
      const { to, takenBy } = message
      const isFor =
        to.kind === 'TOPIC' ||
        (to.kind === 'AGENT' && to.agentId === agentId && group === undefined)
      if (!isFor) return unknown
      const reader = group === undefined ? `agent:${agentId}` : `group:${group}`
      if (Object.hasOwn(takenBy, reader))
        return reject('MESSAGE_TAKEN', 'The message was taken before.')
      const { conversationId, organisation } = state
      const fact = { conversationId, organisation, messageId, at }
      return [{ type: 'AgentMessageTaken', data: { ...fact, reader, agentId } }]
    }
    default:
      return exhausted(command)
  }
}

const unknown = reject('NOT_FOUND', 'There is no such message for you.')

const find = (state: Conversation, messageId: string): Message | undefined =>
  state.kind === 'absent'
    ? undefined
    : state.messages.find((message) => message.messageId === messageId)

export const conversation: Aggregate<Conversation, ConversationCommand, ConversationEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
