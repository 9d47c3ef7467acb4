import { category } from '../../../domain/agents/knowledge/document.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type IndexingEffect = { readonly kind: 'embedPassages'; readonly documentId: string }

type State = { readonly documentId: string }

const embedMore = (documentId: string): readonly SagaAction<IndexingEffect>[] => [
  { do: 'request', effect: { kind: 'embedPassages', documentId } },
]

/** Has a document embedded, one batch of passages after the other, until it is done or removed. */
export const knowledgeIndexing: Saga<State, IndexingEffect> = {
  name: 'knowledgeIndexing',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    KnowledgeDocumentAdded: { starts: 'documentId' },
    KnowledgeDocumentRemoved: { stops: 'documentId', outcome: 'REMOVED' },
  },
  mayRest: false,
  deadlineSeconds: 24 * 3600,
  initial: { documentId: '' },
  evolve: (state, message) => {
    if (message.type !== 'input' || message.input.type !== 'KnowledgeDocumentAdded') return state
    // Out of the log, where it was held against the contract of its type.
    const { documentId } = message.input.data as State
    return { documentId }
  },
  decide: (message, { documentId }) => {
    switch (message.type) {
      case 'input': {
        if (message.input.type !== 'KnowledgeDocumentAdded') return []
        // Out of the log, where it was held against the contract of its type.
        const added = message.input.data as State
        return embedMore(added.documentId)
      }
      case 'succeeded':
        return message.result === 'MORE'
          ? embedMore(documentId)
          : [{ do: 'end', outcome: message.result === 'INDEXED' ? 'INDEXED' : 'NOT_INDEXED' }]
      case 'refused':
        return [{ do: 'end', outcome: 'REFUSED' }]
      case 'unknown':
      case 'timer':
        return []
      default:
        return exhausted(message)
    }
  },
}
