import type { DecisionListener } from '../../commands/shared/decision.ts'
import type { Connections } from './connections.ts'
import type { OpenProviders } from './execution.ts'

/** What stands between the hub and its ports: nothing, or something that brings about the faults they can have. */
export type AroundPorts = {
  readonly connections: (given: Connections) => Connections
  readonly providers: (given: OpenProviders) => OpenProviders
  /** Hears of every decision that is taken. */
  readonly decided?: DecisionListener
}

export const nothingAround: AroundPorts = {
  connections: (given) => given,
  providers: (given) => given,
}
