import { builder } from '../../schema/builder.ts'
import { KnowledgeDocument, KnowledgePassage } from './refs.ts'

const KnowledgeDocumentStatus = builder.enumType('KnowledgeDocumentStatus', {
  description: 'Whether a document is found.',
  values: {
    INDEXING: { description: 'Its passages are being embedded; some may be found already.' },
    INDEXED: { description: 'All of it is found.' },
    FAILED: { description: 'The rest of it could not be embedded.' },
  },
})

KnowledgeDocument.implement({
  description: 'A text of an organisation that its agents look things up in.',
  fields: (t) => ({
    documentId: t.exposeID('document_id', { description: 'The hub’s id of it.' }),
    title: t.string({ description: 'Its title.', resolve: ({ title }) => title ?? '' }),
    characters: t.exposeInt('characters', { description: 'How long it is.' }),
    routeId: t.exposeString('route_id', { description: 'The model that it is embedded with.' }),
    status: t.field({
      type: KnowledgeDocumentStatus,
      description: 'Whether it is found.',
      resolve: ({ status }) => status,
    }),
    passages: t.exposeInt('passages', { description: 'How many parts of it are found.' }),
    failure: t.exposeString('failure', {
      nullable: true,
      description: 'Why the rest of it is not embedded.',
    }),
    addedAt: t.expose('added_at', { type: 'DateTime', description: 'Since when it is there.' }),
  }),
})

KnowledgePassage.implement({
  description: 'A part of a document that a question is near to.',
  fields: (t) => ({
    documentId: t.exposeID('documentId', { description: 'Of which document.' }),
    title: t.exposeString('title', { description: 'The title of that document.' }),
    passage: t.exposeInt('passage', { description: 'Which part of it, from 0.' }),
    text: t.exposeString('text', { description: 'What it says.' }),
    score: t.exposeFloat('score', {
      description: 'The cosine between question and passage: 1 is the same, 0 nothing in common.',
    }),
  }),
})
