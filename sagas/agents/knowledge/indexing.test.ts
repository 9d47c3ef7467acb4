import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { knowledgeIndexing } from './indexing.ts'

const documentId = idNamed('document')
const sealed = 'sealed:v1:a.b.c.d'
const base = { documentId, organisation: idNamed('organisation'), at: meta.now }
const added = heard('KnowledgeDocumentAdded', {
  ...{ ...base, title: sealed, text: sealed, characters: 5, routeId: 'local/ngrams-256' },
})
const more = [{ kind: 'embedPassages', documentId }]
const { given } = saga(knowledgeIndexing)

t.test('batch after batch, until it is done', async () => {
  given().when(added).then(more)
  given(added).when(succeeded('embedPassages', 'MORE')).then(more)
  given(added, succeeded('embedPassages', 'MORE'))
    .when(succeeded('embedPassages', 'INDEXED'))
    .then(['end INDEXED'])
  given(added).when(succeeded('embedPassages', 'FAILED')).then(['end NOT_INDEXED'])
  given(added).when(refused('embedPassages', 'NOT_FOUND')).then(['end REFUSED'])
})
