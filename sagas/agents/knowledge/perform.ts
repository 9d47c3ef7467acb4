import { nextStep } from '../../../commands/agents/knowledge/embed-batch.ts'
import { load } from '../../../commands/shared/load.ts'
import { knowledgeDocument } from '../../../domain/agents/knowledge/document.ts'
import { changeAs, succeeded, type Performers } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import type { IndexingEffect } from './indexing.ts'

/** How it stands, not what was asked for: performed again, another step may be next. */
const outcomes = {
  absent: 'REMOVED',
  removed: 'REMOVED',
  indexing: 'MORE',
  indexed: 'INDEXED',
  failed: 'FAILED',
} as const

export const performIndexingEffects: Performers<IndexingEffect> = {
  embedPassages: async ({ documentId }, tools) => {
    const { services, context } = tools
    const { eventStore, foldCache } = services
    const { state } = await load(eventStore, foldCache, knowledgeDocument, documentId)
    if (state.kind !== 'indexing') return succeeded(outcomes[state.kind])
    const step = await nextStep(services, context, state)
    if (step.kind === 'later') throw new TryAgain('the model that embeds does not answer now')
    return changeAs(
      tools,
      knowledgeDocument,
      documentId,
      step.command,
      (_, { kind }) => outcomes[kind],
    )
  },
}
