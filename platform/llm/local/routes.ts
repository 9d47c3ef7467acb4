import type { ModelRoute } from '../../../domain/agents/routing/route.ts'

export const localChatModel = 'rules-1'
export const localEmbeddingModel = 'ngrams-256'

/** Nothing leaves the process. */
const dataPolicy = { region: 'local', retains: false, trains: false } as const

/** What the hub offers without settings. The prices are real ones, so that what agents spend is seen to be spent. */
export const localRoutes: readonly ModelRoute[] = [
  {
    routeId: `local/${localChatModel}`,
    provider: 'local',
    model: localChatModel,
    kind: 'CHAT',
    contextTokens: 1_000_000,
    maxOutputTokens: 100_000,
    features: ['JSON_SCHEMA', 'STREAMING'],
    dataPolicy,
    price: { asset: 'USD', perMillionIn: '0.10', perMillionOut: '0.40' },
    quality: 0.3,
  },
  {
    routeId: `local/${localEmbeddingModel}`,
    provider: 'local',
    model: localEmbeddingModel,
    kind: 'EMBEDDING',
    contextTokens: 1_000_000,
    maxOutputTokens: 0,
    features: [],
    dataPolicy,
    price: { asset: 'USD', perMillionIn: '0.02', perMillionOut: '0' },
    quality: 0.3,
  },
]
