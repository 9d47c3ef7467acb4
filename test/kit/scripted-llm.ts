import type { ModelRoute } from '../../domain/agents/routing/route.ts'
import type {
  CompletionOutcome,
  CompletionRequest,
  EmbeddingOutcome,
  EmbeddingRequest,
  LlmPort,
} from '../../platform/llm/port.ts'

/** A route as tests need one, of the provider that its id begins with. */
export const routeOf = (routeId: string, changes: Partial<ModelRoute> = {}): ModelRoute => {
  const [provider = '', model = ''] = routeId.split('/')
  return {
    ...{ routeId, provider, model, kind: 'CHAT', contextTokens: 10_000, maxOutputTokens: 4_000 },
    features: ['STREAMING'],
    dataPolicy: { region: 'local', retains: false, trains: false },
    price: { asset: 'USD', perMillionIn: '1', perMillionOut: '2' },
    quality: 0.5,
    ...changes,
  }
}

export const said = (
  text: string,
  usage = { tokensIn: 10, tokensOut: 5 },
): Extract<CompletionOutcome, { kind: 'completed' }> => ({
  kind: 'completed',
  text,
  finish: 'STOP',
  usage,
  timeToFirstTokenMs: 1,
})

export const failing = (
  reason: Extract<CompletionOutcome, { kind: 'failed' }>['reason'],
  charged: 'NOTHING' | 'UNKNOWN' = 'NOTHING',
): Extract<CompletionOutcome, { kind: 'failed' }> => ({
  kind: 'failed',
  reason,
  message: `scripted ${reason}`,
  charged,
})

type Script = {
  readonly complete?: (route: string, request: CompletionRequest) => Promise<CompletionOutcome>
  readonly embed?: (route: string, request: EmbeddingRequest) => Promise<EmbeddingOutcome>
  /** Of one text; a token a letter when absent. */
  readonly tokens?: (text: string) => number
}

/** Providers that answer as a test says, by the id of the route that is asked. */
export const scriptedLlm = (routes: readonly ModelRoute[], script: Script): LlmPort => {
  const tokens = script.tokens ?? ((text: string) => text.length)
  const absent = failing('UNAVAILABLE')
  return {
    routes,
    provider: (name) =>
      routes.some(({ provider }) => provider === name)
        ? {
            name,
            complete: async (request, onText) => {
              const outcome = await (script.complete?.(`${name}/${request.model}`, request) ??
                absent)
              if (outcome.kind === 'completed') onText?.(outcome.text)
              return outcome
            },
            embed: async (request) => script.embed?.(`${name}/${request.model}`, request) ?? absent,
            countTokens: (_, text) => tokens(text),
            maxTokensIn: ({ messages }) =>
              messages.reduce((sum, { content }) => sum + tokens(content), 0),
          }
        : undefined,
    health: () => [],
    close: () => undefined,
  }
}
