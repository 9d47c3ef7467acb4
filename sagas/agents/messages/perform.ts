import { submissionOf } from '../../../commands/agents/tasks/submission.ts'
import { taskOutcome } from '../../../commands/agents/tasks/task-outcome.ts'
import { load } from '../../../commands/shared/load.ts'
import {
  conversation,
  type Addressee,
  type ExistingConversation,
  type Message,
} from '../../../domain/agents/messages/conversation.ts'
import { subjectOf } from '../../../domain/agents/messages/subject.ts'
import { task } from '../../../domain/agents/tasks/task.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../../runtime/effects.ts'
import type { AgentMessageEffect } from './agent-message.ts'

const gone: EffectOutcome = {
  type: 'refused',
  code: 'NOT_FOUND',
  detail: 'There is no such message to an agent.',
}

type Found = {
  readonly of: ExistingConversation
  readonly message: Message
  readonly agentId: string
}

/** The message that an agent was asked by. */
const find = async (
  { services: { eventStore, foldCache } }: EffectTools,
  { conversationId, messageId }: { readonly conversationId: string; readonly messageId: string },
): Promise<Found | undefined> => {
  const { state } = await load(eventStore, foldCache, conversation, conversationId)
  if (state.kind === 'absent') return undefined
  const message = state.messages.find((each) => each.messageId === messageId)
  return message?.to.kind === 'AGENT'
    ? { of: state, message, agentId: message.to.agentId }
    : undefined
}

const asker = ({ from }: Message): Addressee =>
  from.kind === 'AGENT' ? { kind: 'AGENT', agentId: from.id } : { kind: 'ASKER', id: from.id }

/** Announced at least once, asked and answered once under ids that follow from the message's. */
export const performAgentMessageEffects: Performers<AgentMessageEffect> = {
  announce: async ({ conversationId, messageId, organisation, to }, { services }) => {
    services.bus.publish(subjectOf(organisation, to), { conversationId, messageId })
    await services.bus.flush()
    return succeeded()
  },
  delegate: async (effect, tools) => {
    const found = await find(tools, effect)
    if (found === undefined) return gone
    const { of, message, agentId } = found
    const instruction = await tools.services.vault.open(message.text)
    if (instruction === undefined) return gone
    const { messageId } = message
    const submission = await submissionOf(tools.services, {
      ...{ taskId: messageId, messageId, contextId: of.conversationId, instruction },
      ...{ organisation: of.organisation, requestedBy: message.from, approval: false },
      assignee: { kind: 'AGENT', agentId },
    })
    return changeAs(tools, task, messageId, submission)
  },
  reply: async (effect, tools) => {
    const found = await find(tools, effect)
    const outcome = await taskOutcome(tools.services, effect.messageId)
    if (found === undefined || outcome === undefined) return gone
    const { of, message, agentId } = found
    const { status, answer, detail, code } = outcome
    const text = answer ?? detail ?? code ?? `The task is ${status}.`
    return changeAs(tools, conversation, of.conversationId, {
      type: 'SendMessage',
      ...{ conversationId: of.conversationId, organisation: of.organisation },
      messageId: derivedId(message.messageId, 'answer'),
      from: { kind: 'AGENT', id: agentId },
      ...{ to: asker(message), act: 'ANSWER', inReplyTo: message.messageId },
      text: await tools.services.vault.seal(of.organisation, text),
    })
  },
}
