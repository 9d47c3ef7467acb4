import type { LlmPort } from '../port.ts'
import { createLocalProvider } from './provider.ts'
import { localRoutes } from './routes.ts'
import type { LocalRule } from './rule.ts'

const alwaysThere = { provider: 'local', breaker: 'CLOSED', underWay: 0, waiting: 0 } as const

/** The local provider alone, with nothing before it: there is nobody to be guarded from. */
export const localLlm = (options: { readonly rules?: readonly LocalRule[] } = {}): LlmPort => {
  const local = createLocalProvider('local', options)
  return {
    routes: localRoutes,
    provider: (name) => (name === local.name ? local : undefined),
    health: () => [alwaysThere],
    close: () => undefined,
  }
}
