import { definitions, type Addressee } from '../../../domain/agents/messages/conversation.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const named = (to: Addressee): string => {
  switch (to.kind) {
    case 'AGENT':
      return to.agentId
    case 'TOPIC':
      return to.topic
    case 'ASKER':
      return to.id
  }
}

/** Who said something to whom, and who has taken it; not what was said. */
export const agentMessages = projectionOf({
  name: 'agent-messages',
  definitions,
  touches: ({ type, data }) => [
    {
      table: 'agent_messages',
      key: { message_id: data.messageId },
      isNew: type === 'AgentMessageSent',
    },
  ],
  apply: (event, rows) => {
    const { position, data } = event
    switch (event.type) {
      case 'AgentMessageSent': {
        const { from, to, act, inReplyTo } = event.data
        const row = {
          message_id: data.messageId,
          conversation_id: data.conversationId,
          organisation: data.organisation,
          sender: from,
          addressee_kind: to.kind,
          addressee: named(to),
          act,
          in_reply_to: inReplyTo ?? null,
          taken_by: {},
          sent_at: new Date(data.at),
          created_position: position,
          position,
        }
        return [{ do: 'put', table: 'agent_messages', row }]
      }
      case 'AgentMessageTaken': {
        const { reader, agentId } = event.data
        const before = existing(rows.get('agent_messages', { message_id: data.messageId }), event)
        const taken_by = { ...before.taken_by, [reader]: agentId }
        return [{ do: 'put', table: 'agent_messages', row: { ...before, taken_by, position } }]
      }
      default:
        return exhausted(event)
    }
  },
})
