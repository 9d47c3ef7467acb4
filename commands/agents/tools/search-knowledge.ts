import { z } from 'zod'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { unit } from '../../../platform/knowledge/passages.ts'
import { embed } from '../calls/embed.ts'
import { policyOf, usualRoute } from '../knowledge/routes.ts'
import { defineTool } from './tool.ts'

/** What the organisation's documents say that is nearest to a question: context for a prompt. */
export const searchKnowledge = defineTool({
  name: 'searchKnowledge',
  does: 'Finds the passages of the organisation’s documents that are nearest to a question.',
  input: z.strictObject({
    query: z.string().trim().min(1).max(2_000),
    limit: z.int().min(1).max(20).default(5),
    routeId: z.string().min(1).max(200).default(usualRoute),
  }),
  output: z.strictObject({
    passages: z.array(
      z.strictObject({
        documentId: Id,
        title: z.string(),
        passage: z.int().min(0),
        text: z.string(),
        score: z.number(),
      }),
    ),
  }),
  run: async ({ query, limit, routeId }, { services, context, organisation, budgetId }) => {
    const outcome = await embed(services, {
      callId: derivedId(context.commandId, 'searchKnowledge'),
      ...{ organisation, context, budgetId, texts: [query], policy: policyOf(routeId) },
    })
    switch (outcome.kind) {
      case 'unavailable':
        return { kind: 'waiting', askAgainInMs: outcome.retryAfterMs }
      case 'refused':
        return outcome
      case 'embedded': {
        const vector = unit(outcome.vectors[0] ?? [])
        const wish = { organisation, routeId, vector, limit }
        const passages = await services.knowledge.nearest(wish)
        return { kind: 'done', output: { passages: [...passages] } }
      }
      default:
        return outcome satisfies never
    }
  },
})
