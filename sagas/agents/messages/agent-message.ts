import { z } from 'zod'
import { Addressee, category } from '../../../domain/agents/messages/conversation.ts'
import { category as taskCategory } from '../../../domain/agents/tasks/task.ts'
import type { Saga } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type AgentMessageEffect =
  | {
      readonly kind: 'announce'
      readonly conversationId: string
      readonly messageId: string
      readonly organisation: string
      readonly to: Addressee
    }
  /** What an agent is asked becomes a task of its own, with the message's id. */
  | { readonly kind: 'delegate'; readonly conversationId: string; readonly messageId: string }
  | { readonly kind: 'reply'; readonly conversationId: string; readonly messageId: string }

type State = { readonly conversationId: string; readonly messageId: string; readonly asks: boolean }

const Sent = z.object({
  conversationId: z.string(),
  messageId: z.string(),
  organisation: z.string(),
  to: Addressee,
  act: z.string(),
})

/** Tells whoever listens that a message is there; and has an agent that is asked work on it, and answer. */
export const agentMessage: Saga<State, AgentMessageEffect> = {
  name: 'agentMessage',
  version: 1,
  streamPrefixes: [`${category}-`, `${taskCategory}-`],
  routes: {
    AgentMessageSent: { starts: 'messageId' },
    TaskCompleted: { continues: 'taskId' },
    TaskFailed: { continues: 'taskId' },
    TaskRejected: { continues: 'taskId' },
    TaskCanceled: { continues: 'taskId' },
  },
  // The agent may be waiting for an answer itself.
  mayRest: true,
  initial: { conversationId: '', messageId: '', asks: false },
  evolve: (state, message) => {
    if (message.type !== 'input' || message.input.type !== 'AgentMessageSent') return state
    const { conversationId, messageId, act, to } = Sent.parse(message.input.data)
    return { conversationId, messageId, asks: act === 'ASK' && to.kind === 'AGENT' }
  },
  decide: (message, state) => {
    switch (message.type) {
      case 'input': {
        if (message.input.type !== 'AgentMessageSent') {
          const { conversationId, messageId } = state
          return [{ do: 'request', effect: { kind: 'reply', conversationId, messageId } }]
        }
        const { act, ...sent } = Sent.parse(message.input.data)
        const { conversationId, messageId, to } = sent
        const announce = { do: 'request', effect: { kind: 'announce', ...sent } } as const
        return act === 'ASK' && to.kind === 'AGENT'
          ? [announce, { do: 'request', effect: { kind: 'delegate', conversationId, messageId } }]
          : [announce]
      }
      case 'succeeded':
        if (message.kind === 'announce' && !state.asks) return [{ do: 'end', outcome: 'ANNOUNCED' }]
        return message.kind === 'reply' ? [{ do: 'end', outcome: 'ANSWERED' }] : []
      case 'refused':
        return [{ do: 'end', outcome: message.code }]
      case 'unknown':
      case 'timer':
        return []
    }
  },
}
