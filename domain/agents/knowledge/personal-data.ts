import type { SealedField } from '../../shared/personal-data.ts'

const field = (event: string, path: string, holds: string): SealedField => ({
  event,
  field: path,
  under: 'ORGANISATION',
  holds,
})

/** Texts of an organisation that its agents look things up in. */
export const personalData: readonly SealedField[] = [
  field('KnowledgeDocumentAdded', 'title', 'title of a document'),
  field('KnowledgeDocumentAdded', 'text', 'text of a document'),
  field('KnowledgePassagesEmbedded', 'passages', 'parts of a document, and where they lie'),
]
