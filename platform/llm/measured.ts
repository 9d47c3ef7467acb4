import { count, record } from '../telemetry/metrics/instruments.ts'
import type { LlmProvider } from './port.ts'

/** Tells the metrics what each answer took. */
export const measured = (provider: LlmProvider): LlmProvider => ({
  ...provider,
  complete: async (request, onText) => {
    const outcome = await provider.complete(request, onText)
    if (outcome.kind === 'completed') {
      const { usage, timeToFirstTokenMs } = outcome
      const of = { provider: provider.name, model: request.model }
      record('qh.llm.first_token', timeToFirstTokenMs / 1000, of)
      count('qh.llm.tokens', { ...of, direction: 'in' }, usage.tokensIn)
      count('qh.llm.tokens', { ...of, direction: 'out' }, usage.tokensOut)
    }
    return outcome
  },
  embed: async (request) => {
    const outcome = await provider.embed(request)
    const of = { provider: provider.name, model: request.model, direction: 'in' }
    if (outcome.kind === 'embedded') count('qh.llm.tokens', of, outcome.usage.tokensIn)
    return outcome
  },
})
