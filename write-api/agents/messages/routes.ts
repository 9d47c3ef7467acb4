import { z } from 'zod'
import {
  ConversationView,
  readConversation,
} from '../../../commands/agents/messages/read-conversation.ts'
import { sendMessage } from '../../../commands/agents/messages/send-message.ts'
import { takeMessage } from '../../../commands/agents/messages/take-message.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id } from '../../shapes.ts'

/** What agents and people say to each other. */
export const messageRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'sendAgentMessage',
    tag: 'agents',
    summary: 'Say something to an agent, or to a topic',
    description:
      'It is put on record, then announced on the bus below `qhub.agents.<organisation>`. An agent that is asked works on it as on a task, and answers in the conversation.',
    problems: ['NOT_FOUND', 'AGENT_NOT_ACTIVE', 'LIMIT_REACHED'],
    links: [
      { operationId: 'getConversation', parameter: 'conversationId', member: 'conversationId' },
    ],
    method: 'POST',
    path: '/v1/agent-messages',
    command: sendMessage,
    params: z.strictObject({}),
    body: sendMessage.input,
    example: { to: { kind: 'TOPIC', topic: 'calibrations' }, text: 'Line 3 is stable again.' },
    input: (_, body) => body,
    status: 201,
    answer: z.object({ conversationId: Id, messageId: Id }),
    location: ({ conversationId }) => `/v1/conversations/${conversationId}`,
  }),
  mountQuery({
    operationId: 'getConversation',
    tag: 'agents',
    summary: 'Read a conversation',
    description: 'All that was said in it, and who has taken what.',
    problems: ['NOT_FOUND'],
    path: '/v1/conversations/:conversationId',
    params: z.strictObject({ conversationId: Id }),
    answer: ConversationView,
    read: ({ services }, context, { conversationId }) =>
      readConversation(services, context, conversationId),
  }),
  mountCommand({
    operationId: 'takeAgentMessage',
    tag: 'agents',
    summary: 'Take a message',
    description:
      'As an agent, for itself or for a group. A message is taken once by each reader: of a group, one agent has it.',
    problems: ['NOT_FOUND', 'MESSAGE_TAKEN'],
    method: 'POST',
    path: '/v1/conversations/:conversationId/messages/:messageId/receipts',
    command: takeMessage,
    params: z.strictObject({ conversationId: Id, messageId: Id }),
    body: takeMessage.input.omit({ conversationId: true, messageId: true }),
    example: { agentId: '01994f5e-7f5c-7cc5-8a0e-0d5b4b3b2a10', group: 'night-shift' },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: z.object({ conversationId: Id, messageId: Id, agentId: Id }),
  }),
]
