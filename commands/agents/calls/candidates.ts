import { chooseRoutes, type Choice } from '../../../domain/agents/routing/choose.ts'
import { figuresOf } from '../../../domain/agents/routing/figures.ts'
import type { ModelRoute } from '../../../domain/agents/routing/route.ts'
import type { Run } from './run.ts'

export type Candidates = Choice & {
  /** Until a provider that is left alone now is asked again, where only such are left. */
  readonly coolForMs?: number
}

/** The routes to be asked, in their order, on what all processes have measured. */
export const candidates = async (
  { services, kind, policy, maxOutputTokens }: Run,
  assetCode: string | undefined,
  tokensIn: (route: ModelRoute) => number,
): Promise<Candidates> => {
  const { llm, modelMemory, clock } = services
  const routes = llm.routes.filter(({ provider }) => llm.provider(provider) !== undefined)
  const ofKind = routes.filter((route) => route.kind === kind)
  const [samples, cooling] = await Promise.all([
    modelMemory.samples(ofKind.map(({ routeId }) => routeId)),
    modelMemory.cooling([...new Set(ofKind.map(({ provider }) => provider))]),
  ])
  const now = clock.now().getTime()
  const figures = new Map([...samples].map(([id, each]) => [id, figuresOf(each, now)] as const))
  const need = {
    ...{ kind, tokensIn, maxOutputTokens, cooling: new Set(cooling.keys()) },
    ...(assetCode === undefined ? {} : { assetCode }),
  }
  const choice = chooseRoutes(routes, policy, need, figures)
  if (choice.order.length > 0) return choice
  const waits = choice.excluded.flatMap(({ routeId, reasons }) => {
    const provider = routes.find((route) => route.routeId === routeId)?.provider ?? ''
    return reasons.every((reason) => reason === 'COOLING') ? (cooling.get(provider) ?? []) : []
  })
  return waits.length === 0 ? choice : { ...choice, coolForMs: Math.min(...waits) }
}

/** Why nothing is left, in a line. */
export const explained = ({ excluded }: Choice): string =>
  excluded.length === 0
    ? 'The hub has no models.'
    : excluded
        .filter(({ reasons }) => !reasons.includes('KIND'))
        .map(({ routeId, reasons }) => `${routeId}: ${reasons.join(', ')}`)
        .join('; ')
