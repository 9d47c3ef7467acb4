import { failedFree, failedUnsettled } from '../../../platform/llm/failed.ts'
import type { Failed, LlmPort, LlmProvider } from '../../../platform/llm/port.ts'
import type { Edge, Troubles } from './edge.ts'

/** Providers of language models throw nothing: what happens at the edge is an outcome. */
class AtEdge extends Error {
  readonly failed: Failed
  constructor(failed: Failed) {
    super(failed.message)
    this.failed = failed
  }
}

const troubles: Troubles = {
  away: () => new AtEdge(failedFree('UNAVAILABLE', 'the model is away')),
  lost: () => new AtEdge(failedUnsettled('TIMEOUT', 'the answer of the model got lost')),
}

const edgedProvider = (inner: LlmProvider, { cross }: Edge): LlmProvider => ({
  ...inner,
  complete: async (request, onText) => {
    try {
      return await cross('llm.complete', troubles, () => inner.complete(request, onText))
    } catch (error) {
      if (error instanceof AtEdge) return error.failed
      throw error
    }
  },
})

export const edgedLlm = (inner: LlmPort, edge: Edge): LlmPort => ({
  ...inner,
  provider: (name) => {
    const provider = inner.provider(name)
    return provider === undefined ? undefined : edgedProvider(provider, edge)
  },
})
