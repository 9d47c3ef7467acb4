import { builder } from '../../schema/builder.ts'
import { AgentMessage } from './refs.ts'

export const AgentMessageAct = builder.enumType('AgentMessageAct', {
  description: 'What a message does.',
  values: {
    TELL: { description: 'It says something.' },
    ASK: { description: 'It asks an agent, which answers.' },
    ANSWER: { description: 'It is what an agent answers.' },
  },
})

const MessageReceipt = builder
  .objectRef<{ readonly reader: string; readonly agentId: string }>('MessageReceipt')
  .implement({
    description: 'That a reader has a message.',
    fields: (t) => ({
      reader: t.exposeString('reader', { description: '`agent:<id>` or `group:<name>`.' }),
      agentId: t.exposeID('agentId', { description: 'The agent that took it.' }),
    }),
  })

AgentMessage.implement({
  description:
    'That somebody said something to an agent or a topic. What was said, the command interface shows.',
  fields: (t) => ({
    messageId: t.exposeID('message_id', { description: 'The hub’s id of it.' }),
    conversationId: t.exposeID('conversation_id', { description: 'Where it was said.' }),
    senderKind: t.string({
      description: 'Who said it: `USER`, `API_KEY`, `AGENT`, `WORKFLOW` or `SYSTEM`.',
      resolve: ({ sender }) => sender.kind,
    }),
    sender: t.string({ description: 'The id of who said it.', resolve: ({ sender }) => sender.id }),
    addresseeKind: t.exposeString('addressee_kind', {
      description: '`AGENT`, `TOPIC` or `ASKER`.',
    }),
    addressee: t.exposeString('addressee', {
      description: 'The id of the agent or of who had asked, or the topic.',
    }),
    act: t.expose('act', { type: AgentMessageAct, description: 'What it does.' }),
    inReplyTo: t.exposeID('in_reply_to', {
      nullable: true,
      description: 'The message that it answers.',
    }),
    takenBy: t.field({
      type: [MessageReceipt],
      description: 'Who has it.',
      resolve: ({ taken_by }) =>
        Object.entries(taken_by).map(([reader, agentId]) => ({ reader, agentId })),
    }),
    sentAt: t.expose('sent_at', { type: 'DateTime', description: 'When it was said.' }),
  }),
})
