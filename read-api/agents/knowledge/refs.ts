import type { Found } from '../../../platform/knowledge/port.ts'
import type { KnowledgeDocumentRow } from '../../../projections/agents/knowledge/tables.ts'
import { builder } from '../../schema/builder.ts'

export const KnowledgeDocument = builder.objectRef<KnowledgeDocumentRow>('KnowledgeDocument')
export const KnowledgePassage = builder.objectRef<Found>('KnowledgePassage')

export const KnowledgeDocumentConnection = builder.connectionObject(
  {
    type: KnowledgeDocument,
    name: 'KnowledgeDocumentConnection',
    description: 'A page of documents.',
  },
  {
    name: 'KnowledgeDocumentEdge',
    description: 'One of the documents, with its place in the list.',
  },
)
