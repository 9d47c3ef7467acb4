import { localEmbeddingModel } from '../../../platform/llm/local/routes.ts'
import type { Services } from '../../shared/services.ts'

/** What documents are embedded with where nothing else is said: in this process, for next to nothing. */
export const usualRoute = `local/${localEmbeddingModel}`

export const isEmbeddingRoute = ({ llm }: Pick<Services, 'llm'>, routeId: string): boolean =>
  llm.routes.some((route) => route.routeId === routeId && route.kind === 'EMBEDDING')

/** That route and no other: vectors of two models have nothing to do with each other. */
export const policyOf = (routeId: string) =>
  ({ strategy: 'COST', only: [routeId], fallbacks: 0 }) as const
