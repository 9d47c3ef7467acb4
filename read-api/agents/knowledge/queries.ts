import type { KnowledgeDocumentRow } from '../../../projections/agents/knowledge/tables.ts'
import { unit } from '../../../platform/knowledge/passages.ts'
import { embedLocally } from '../../../platform/llm/local/embedder.ts'
import { localEmbeddingModel } from '../../../platform/llm/local/routes.ts'
import { queryError } from '../../errors/query-error.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { nearest } from './nearest.ts'
import { KnowledgeDocument, KnowledgeDocumentConnection, KnowledgePassage } from './refs.ts'
import './types.ts'

const order = creationOrder('knowledgeDocuments')
const mostPassages = 20
const longestQuery = 2_000

builder.queryFields((t) => ({
  knowledgeDocuments: t.connection(
    {
      type: KnowledgeDocument,
      description: 'The documents of your organisation, the newest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        const own = view.db
          .selectFrom('knowledge_documents')
          .selectAll()
          .where('organisation', '=', organisation)
        const rows = await takePage(own, page).execute()
        return pageOf<KnowledgeDocumentRow>(rows, page, creationKey)
      },
    },
    KnowledgeDocumentConnection,
  ),
  searchKnowledge: t.field({
    type: [KnowledgePassage],
    description:
      'The passages of your organisation’s documents that are nearest to a question, the nearest first: of documents that are embedded in the hub itself. An agent’s tool of the same name asks other models, too.',
    args: {
      query: t.arg.string({ required: true, description: 'What it is about.' }),
      limit: t.arg.int({ required: true, defaultValue: 5, description: 'How many, up to 20.' }),
    },
    complexity: ({ limit }) => ({ field: 10, multiplier: Math.max(1, limit) }),
    resolve: async (_, { query, limit }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      if (query.trim() === '' || query.length > longestQuery)
        throw queryError('QUERY_INVALID', `"query" has 1 to ${longestQuery} characters.`)
      if (limit < 1 || limit > mostPassages)
        throw queryError('QUERY_INVALID', `"limit" is a number from 1 to ${mostPassages}.`)
      const routeId = `local/${localEmbeddingModel}`
      const vector = unit(embedLocally(query))
      return nearest(view.db, { organisation, routeId, vector, limit })
    },
  }),
}))
