import { z } from 'zod'
import { Addressee, conversation } from '../../../domain/agents/messages/conversation.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { activeAgent } from '../agents/read-agent.ts'
import { refusedTools } from '../agents/sends-jobs.ts'
import { requesterOf } from '../tasks/parties.ts'

/** Says something to an agent, or to whoever listens to a topic; as oneself, or as an agent of one's organisation. */
export const sendMessage = defineCommand({
  name: 'messages.send',
  input: z.strictObject({
    /** Absent: a new one. */
    conversationId: Id.exactOptional(),
    /** The agent that speaks; absent, it is the caller. */
    asAgent: Id.exactOptional(),
    to: Addressee.options[0].or(Addressee.options[1]),
    /** An agent that is asked works on it and answers; topics are told things. */
    act: z.enum(['TELL', 'ASK']).default('TELL'),
    inReplyTo: Id.exactOptional(),
    text: z.string().trim().min(1).max(20_000),
  }),
  scope: 'agents:write',
  run: async ({ asAgent, to, act, text, inReplyTo, ...of }, tools) => {
    const { context, services } = tools
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'Agents work for an organisation; act for one.')
    const messageId = derivedId(context.commandId, 'message')
    const conversationId = of.conversationId ?? derivedId(context.commandId, 'conversation')
    const before = await tools.answered(conversation, conversationId)
    const answer = { conversationId, messageId }
    if (before !== undefined) return 'stream' in before ? { answer, changed: before } : before
    if (act === 'ASK' && to.kind === 'TOPIC')
      return reject('INVALID_INPUT', 'An agent is asked; a topic is told.')
    const agents = [asAgent, to.kind === 'AGENT' ? to.agentId : undefined]
    for (const agentId of agents) {
      if (agentId === undefined) continue
      const found = await activeAgent(services, organisation, agentId)
      if (isRejection(found)) return found
      const refused = act === 'ASK' ? refusedTools(found.profile.tools, context) : undefined
      if (refused !== undefined) return refused
    }
    const changed = await tools.change(conversation, conversationId, {
      type: 'SendMessage',
      ...{ conversationId, organisation, messageId, to, act },
      from: asAgent === undefined ? requesterOf(context) : { kind: 'AGENT', id: asAgent },
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      text: await services.vault.seal(organisation, text),
    })
    return 'stream' in changed ? { answer, changed } : changed
  },
})
