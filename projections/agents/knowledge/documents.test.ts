import t from 'tap'
import { writePassages } from '../../../platform/knowledge/passages.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { knowledgeDocuments } from './documents.ts'

const [documentId, organisation] = [idNamed('document'), idNamed('organisation')]
const stream = `knowledgeDocument-${documentId}`
const of = (type: string, more: object = {}) => ({
  type,
  data: { documentId, organisation, at: meta.now, ...more },
})
const sealed = (name: string): string => `sealed:v1:${name}.b.c.d`
const added = of('KnowledgeDocumentAdded', {
  ...{ title: sealed('title'), text: sealed('text'), characters: 12, routeId: 'local/x' },
})
const embedded = of('KnowledgePassagesEmbedded', {
  first: 0,
  count: 2,
  passages: sealed('passages'),
})
const passages = writePassages([
  { from: 0, to: 6, text: 'first.', vector: [3, 4] },
  { from: 6, to: 12, text: 'second', vector: [0, 2] },
])
const clear = { [sealed('title')]: 'Rules', [sealed('passages')]: passages }

t.test('a document with its passages, their vectors of length 1', async () => {
  const { given } = projection(knowledgeDocuments, clear)
  const vector = [...Float32Array.of(0.6, 0.8)]
  given(on(stream, added))
    .when(on(stream, embedded))
    .then({
      knowledge_documents: [{ title: 'Rules', status: 'INDEXING', passages: 2 }],
      knowledge_passages: [
        { number: 0, text: 'first.', vector, organisation, route_id: 'local/x' },
        { number: 1, text: 'second', vector: [0, 1] },
      ],
    })
  given(on(stream, added, embedded))
    .when(on(stream, of('KnowledgeDocumentIndexed', { passages: 2 })))
    .then({ knowledge_documents: [{ status: 'INDEXED' }] })
  given(on(stream, added))
    .when(on(stream, of('KnowledgeIndexingFailed', { code: 'X', detail: 'no' })))
    .then({ knowledge_documents: [{ status: 'FAILED', failure: 'no' }] })
})

t.test('removed, nothing of it is left; without the key there is nothing to show', async () => {
  projection(knowledgeDocuments, clear)
    .given(on(stream, added, embedded))
    .when(on(stream, of('KnowledgeDocumentRemoved', { passages: 2 })))
    .then({ knowledge_documents: [], knowledge_passages: [] })
  projection(knowledgeDocuments)
    .given(on(stream, added))
    .when(on(stream, embedded))
    .then({
      knowledge_documents: [{ title: null }],
      knowledge_passages: [
        { text: null, vector: null },
        { text: null, vector: null },
      ],
    })
})
