import { z } from 'zod'
import { knowledgeDocument } from '../../../domain/agents/knowledge/document.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { isEmbeddingRoute, usualRoute } from './routes.ts'

/** A text for the organisation's agents to look things up in. It is embedded by itself, soon after. */
export const addDocument = defineCommand({
  name: 'agents.add-knowledge-document',
  input: z.strictObject({
    title: z.string().trim().min(1).max(200),
    text: z.string().min(1).max(100_000).regex(/\S/u, 'nothing but spaces'),
    routeId: z.string().min(1).max(200).default(usualRoute),
  }),
  scope: 'agents:write',
  run: async ({ title, text, routeId }, { services, context, create }) => {
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A document belongs to an organisation; act for one.')
    const documentId = derivedId(context.commandId, 'knowledgeDocument')
    const changed = await create(knowledgeDocument, documentId, async () => {
      if (!isEmbeddingRoute(services, routeId))
        return reject('NO_MODEL_ROUTE', `${routeId} is no route of this hub that embeds.`)
      const sealed = {
        title: await services.vault.seal(organisation, title),
        text: await services.vault.seal(organisation, text),
      }
      const characters = text.length
      const wish = { documentId, organisation, ...sealed, characters, routeId }
      return { command: { type: 'AddDocument' as const, ...wish } }
    })
    return 'stream' in changed ? { answer: { documentId }, changed } : changed
  },
})
