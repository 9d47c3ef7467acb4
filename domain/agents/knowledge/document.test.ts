import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { knowledgeDocument, type DocumentCommand, type DocumentEvent } from './document.ts'

const { given, after } = decider(knowledgeDocument)
const sealed = 'sealed:v1:a.b.c.d'
const [documentId, organisation] = [idNamed('document'), idNamed('organisation')]
const add: DocumentCommand = {
  ...{ type: 'AddDocument', documentId, organisation, title: sealed, text: sealed },
  ...{ characters: 5, routeId: 'local/ngrams-256' },
}
const record = (first: number): DocumentCommand => ({
  ...{ type: 'RecordPassages', first, count: 16, passages: sealed },
})
const base = { documentId, organisation, at: meta.now }

t.test('a document is embedded batch by batch', async () => {
  given().when(add).then(['KnowledgeDocumentAdded'])
  after(add).when(add).then('ALREADY_EXISTS')
  const embedded = { ...base, first: 0, count: 16, passages: sealed }
  const passages: DocumentEvent = { type: 'KnowledgePassagesEmbedded', data: embedded }
  after(add).when(record(0)).then([passages])
  after(add, record(0)).when(record(0)).then([])
  after(add, record(0)).when(record(16)).then(['KnowledgePassagesEmbedded'])
  const indexed: DocumentEvent = {
    type: 'KnowledgeDocumentIndexed',
    data: { ...base, passages: 16 },
  }
  after(add, record(0)).when({ type: 'FinishIndexing' }).then([indexed])
  after(add, { type: 'FinishIndexing' }).when(record(0)).then([])
  const failure = { code: 'X', detail: 'no' }
  after(add)
    .when({ type: 'FailIndexing', ...failure })
    .then(['KnowledgeIndexingFailed'])
  given().when(record(0)).then('NOT_FOUND')
})

t.test('what is removed says how many passages go with it, and takes no more', async () => {
  const removed: DocumentEvent = {
    type: 'KnowledgeDocumentRemoved',
    data: { ...base, passages: 16 },
  }
  const remove: DocumentCommand = { type: 'RemoveDocument' }
  after(add, record(0)).when(remove).then([removed])
  after(add, record(0), remove).when(remove).then([])
  after(add, remove).when(record(0)).then([])
  after(add, remove).when({ type: 'FinishIndexing' }).then([])
})
