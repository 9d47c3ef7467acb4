import { z } from 'zod'
import {
  Addressee,
  conversation,
  mostMessages,
  type ExistingConversation,
} from '../../../domain/agents/messages/conversation.ts'
import { Requester } from '../../../domain/agents/tasks/parties.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const ConversationView = z.strictObject({
  conversationId: Id,
  messages: z
    .array(
      z.strictObject({
        messageId: Id,
        from: Requester,
        to: Addressee,
        act: z.enum(['TELL', 'ASK', 'ANSWER']),
        inReplyTo: Id.exactOptional(),
        /** Absent when it was erased with its organisation. */
        text: z.string().max(300_000).exactOptional(),
        at: Instant,
        takenBy: z.array(z.strictObject({ reader: z.string().max(100), agentId: Id })).max(100_000),
      }),
    )
    .max(mostMessages),
})
export type ConversationView = z.output<typeof ConversationView>

/** A conversation of the caller's organisation as it is now, its texts in clear. */
export const readConversation = async (
  services: Services,
  context: CommandContext,
  conversationId: string,
): Promise<ReadOutcome<ConversationView>> => {
  const outcome = await readAggregate(
    ...([services, context, 'agents:read', conversation, conversationId] as const),
    (state) =>
      state.kind === 'existing' && actsFor(context, state.organisation)
        ? state
        : notFound('conversation'),
  )
  return outcome.kind === 'failed'
    ? outcome
    : { ...outcome, view: await shown(services, outcome.view) }
}

const shown = async (
  { vault }: Pick<Services, 'vault'>,
  { conversationId, messages }: ExistingConversation,
): Promise<ConversationView> => ({
  conversationId,
  messages: await Promise.all(
    messages.map(async ({ text: sealed, takenBy, ...message }) => {
      const text = await vault.open(sealed)
      return {
        ...message,
        ...(text === undefined ? {} : { text }),
        takenBy: Object.entries(takenBy).map(([reader, agentId]) => ({ reader, agentId })),
      }
    }),
  ),
})
