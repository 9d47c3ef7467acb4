import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { treasuryOf } from '../../../commands/tokens/treasury.ts'
import type { Health } from '../../../platform/http/health.ts'
import { createWatch } from '../../../sagas/tokens/chain/watch.ts'
import type { Connections } from '../connections.ts'
import type { Running } from '../keep.ts'
import { underLease } from '../under-lease.ts'
import { compareChains } from './chain-comparison.ts'
import { chainGauges } from './chain-gauges.ts'

const afterLossMs = 1_000

export type RunningChains = Running & { readonly details: NonNullable<Health['details']> }

/** Follows the hub's chains into the log: each of them in one process of all at a time. */
export const startChainRole = (
  services: Services,
  { postgresUrl }: Pick<Connections, 'postgresUrl'>,
  logger: Logger,
): RunningChains => {
  const watches = [...services.chains].flatMap(([chain, port]) => {
    const treasury = treasuryOf(services, chain)
    if (treasury === undefined) throw new Error(`the chain ${chain} has no treasury`)
    return { chain, watch: createWatch({ services, port, treasury }, logger) }
  })
  const lease = { postgresUrl, againMs: afterLossMs, logger }
  const roles = watches.map(({ chain, watch }) =>
    underLease({ ...lease, lease: `chain-${chain}` }, watch.run),
  )
  const comparing =
    watches.length === 0
      ? []
      : [underLease({ ...lease, lease: 'chain-comparison' }, compareChains(services, logger))]
  const forget = chainGauges(services, (error) =>
    logger.warn({ error, role: 'chain' }, 'nobody knows how the chains are followed'),
  )
  const states = () => Object.fromEntries(watches.map(({ chain, watch }) => [chain, watch.state()]))
  return {
    details: { chains: () => Promise.resolve(states()) },
    stop: async () => {
      forget()
      await Promise.all([...roles, ...comparing].map(({ stop }) => stop()))
    },
  }
}
