import { z } from 'zod'
import { conversation, TopicName } from '../../../domain/agents/messages/conversation.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import { ownAgent } from '../agents/on-own-agent.ts'

/** An agent takes a message, once: for itself, or for a group of which nobody else is to have it. */
export const takeMessage = defineCommand({
  name: 'messages.take',
  input: z.strictObject({
    conversationId: Id,
    messageId: Id,
    agentId: Id,
    group: TopicName.exactOptional(),
  }),
  scope: 'agents:write',
  run: async ({ conversationId, ...wish }, tools) => {
    const { state } = await tools.load(conversation, conversationId)
    if (state.kind === 'absent' || !actsFor(tools.context, state.organisation))
      return notFound('message')
    const owned = await ownAgent(tools, wish.agentId)
    if (isRejection(owned)) return owned
    const changed = await tools.change(conversation, conversationId, {
      type: 'TakeMessage',
      ...wish,
    })
    const { messageId, agentId } = wish
    return 'stream' in changed
      ? { answer: { conversationId, messageId, agentId }, changed }
      : changed
  },
})
