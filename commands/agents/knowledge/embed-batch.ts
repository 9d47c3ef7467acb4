import { chunksOf } from '../../../domain/agents/knowledge/chunk.ts'
import type {
  DocumentCommand,
  ExistingDocument,
} from '../../../domain/agents/knowledge/document.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { writePassages } from '../../../platform/knowledge/passages.ts'
import { embed } from '../calls/embed.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { policyOf } from './routes.ts'

/** So many passages stand in one event; what a model embeds at a time is no less. */
const batch = 16

export type NextStep =
  | { readonly kind: 'command'; readonly command: DocumentCommand }
  | { readonly kind: 'later'; readonly retryAfterMs: number }

const command = (each: DocumentCommand): NextStep => ({ kind: 'command', command: each })

/** What comes next of a document that is being indexed. Asked again it asks the same calls, which are answered from record. */
export const nextStep = async (
  services: Services,
  context: CommandContext,
  { documentId, organisation, text: sealed, routeId, passages: first }: ExistingDocument,
): Promise<NextStep> => {
  const text = await services.vault.open(sealed)
  if (text === undefined)
    return command({
      type: 'FailIndexing',
      code: 'NOT_FOUND',
      detail: 'The organisation was closed.',
    })
  const chunks = chunksOf(text)
  const next = chunks.slice(first, first + batch)
  if (next.length === 0) return command({ type: 'FinishIndexing' })
  const texts = next.map(({ from, to }) => text.slice(from, to))
  const outcome = await embed(services, {
    callId: derivedId('knowledge', documentId, first.toString()),
    ...{ organisation, context, texts },
    policy: policyOf(routeId),
  })
  switch (outcome.kind) {
    case 'unavailable':
      return { kind: 'later', retryAfterMs: outcome.retryAfterMs }
    case 'refused':
      return command({ type: 'FailIndexing', code: outcome.code, detail: outcome.message })
    case 'embedded': {
      const passages = next.map(({ from, to }, at) => ({
        ...{ from, to },
        text: texts[at] ?? '',
        vector: outcome.vectors[at] ?? [],
      }))
      const written = await services.vault.seal(organisation, writePassages(passages))
      return command({ type: 'RecordPassages', first, count: next.length, passages: written })
    }
    default:
      return outcome satisfies never
  }
}
