import type { AgentMessageRow } from '../../../projections/agents/messages/tables.ts'
import { builder } from '../../schema/builder.ts'

export const AgentMessage = builder.objectRef<AgentMessageRow>('AgentMessage')

export const AgentMessageConnection = builder.connectionObject(
  { type: AgentMessage, name: 'AgentMessageConnection', description: 'A page of messages.' },
  { name: 'AgentMessageEdge', description: 'One of the messages, with its place in the list.' },
)
