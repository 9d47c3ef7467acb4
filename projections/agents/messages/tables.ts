import type { Addressee, Message } from '../../../domain/agents/messages/conversation.ts'

export type AgentMessageRow = {
  readonly message_id: string
  readonly conversation_id: string
  readonly organisation: string
  readonly sender: Message['from']
  readonly addressee_kind: Addressee['kind']
  /** The agent's or the asker's id, or the topic. */
  readonly addressee: string
  readonly act: Message['act']
  readonly in_reply_to: string | null
  /** Agents by the reader that they took it for. */
  readonly taken_by: Message['takenBy']
  readonly sent_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type AgentMessageTables = { readonly agent_messages: AgentMessageRow }
