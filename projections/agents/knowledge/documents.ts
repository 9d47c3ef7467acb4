import { definitions, type DocumentEvent } from '../../../domain/agents/knowledge/document.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { readPassages } from '../../../platform/knowledge/passages.ts'
import { existing, projectionOf, type Known, type Projected } from '../../shared/projection.ts'
import type { RowRef, RowWrite } from '../../shared/rows.ts'
import type { KnowledgeDocumentRow, KnowledgePassageRow } from './tables.ts'

const table = 'knowledge_documents'
const passagesTable = 'knowledge_passages'

type Of<Type> = Extract<Projected<DocumentEvent>, { type: Type }>

/** Documents and their passages; both are gone when a document is removed. */
export const knowledgeDocuments = projectionOf({
  name: 'knowledge',
  definitions,
  opens: ({ type, data }) => {
    if (type === 'KnowledgeDocumentAdded') return [data.title]
    return type === 'KnowledgePassagesEmbedded' ? [data.passages] : []
  },
  touches: (event): readonly RowRef[] => {
    const { documentId: document_id } = event.data
    const isNew = event.type === 'KnowledgeDocumentAdded'
    return [{ table, key: { document_id }, isNew }, ...passagesOf(event)]
  },
  apply: (event, known): readonly RowWrite[] => {
    const { documentId: document_id } = event.data
    if (event.type === 'KnowledgeDocumentAdded')
      return [{ do: 'put', table, row: added(event, known) }]
    const before = existing(known.get(table, { document_id }), event)
    if (event.type === 'KnowledgeDocumentRemoved')
      return [
        { do: 'remove', table, key: { document_id } },
        ...numbersOf(event).map(
          (number): RowWrite => ({
            do: 'remove',
            table: passagesTable,
            key: { document_id, number },
          }),
        ),
      ]
    const { revision, position } = event
    const row = { ...before, ...changeOf(event), revision, position }
    const rows = event.type === 'KnowledgePassagesEmbedded' ? passageRows(event, before, known) : []
    return [
      { do: 'put', table, row },
      ...rows.map((each): RowWrite => ({ do: 'put', table: passagesTable, row: each })),
    ]
  },
})

/** Which passages an event is about. */
const numbersOf = (event: Projected<DocumentEvent>): readonly number[] => {
  const { type, data } = event
  if (type === 'KnowledgePassagesEmbedded')
    return Array.from({ length: data.count }, (_, at) => data.first + at)
  return type === 'KnowledgeDocumentRemoved'
    ? Array.from({ length: data.passages }, (_, at) => at)
    : []
}

const passagesOf = (event: Projected<DocumentEvent>): readonly RowRef[] => {
  const { documentId: document_id } = event.data
  const isNew = event.type === 'KnowledgePassagesEmbedded'
  return numbersOf(event).map((number) => ({
    table: passagesTable,
    key: { document_id, number },
    isNew,
  }))
}

const added = (
  { data, revision, position }: Of<'KnowledgeDocumentAdded'>,
  { open }: Known,
): KnowledgeDocumentRow => ({
  document_id: data.documentId,
  organisation: data.organisation,
  title: open(data.title),
  characters: data.characters,
  route_id: data.routeId,
  status: 'INDEXING',
  passages: 0,
  failure: null,
  added_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const passageRows = (
  event: Of<'KnowledgePassagesEmbedded'>,
  { organisation, route_id }: KnowledgeDocumentRow,
  { open }: Known,
): readonly KnowledgePassageRow[] => {
  const { documentId: document_id, passages } = event.data
  const clear = open(passages)
  const read = clear === null ? [] : readPassages(clear)
  const { position } = event
  return numbersOf(event).map((number, at) => ({
    ...{ document_id, number, organisation, route_id, position },
    text: read[at]?.text ?? null,
    vector: read[at]?.vector ?? null,
  }))
}

const changeOf = (
  event: Exclude<
    Projected<DocumentEvent>,
    { type: 'KnowledgeDocumentAdded' | 'KnowledgeDocumentRemoved' }
  >,
): Partial<KnowledgeDocumentRow> => {
  switch (event.type) {
    case 'KnowledgePassagesEmbedded':
      return { passages: event.data.first + event.data.count }
    case 'KnowledgeDocumentIndexed':
      return { status: 'INDEXED' }
    case 'KnowledgeIndexingFailed':
      return { status: 'FAILED', failure: event.data.detail }
    default:
      return exhausted(event)
  }
}
