import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { compareBalances } from '../../../commands/tokens/chain/compare-balances.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { treasuryOf } from '../../../commands/tokens/treasury.ts'
import type { Health } from '../../../platform/http/health.ts'
import { withLease } from '../../../platform/lease/lease.ts'
import { createWatch } from '../../../sagas/tokens/chain/watch.ts'
import type { Connections } from '../connections.ts'
import { running, type Running } from '../keep.ts'
import { chainGauges } from './chain-gauges.ts'

const afterLossMs = 1_000
/** What the ledger says is compared with what the chains hold this often. */
const compareEveryMs = 600_000

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
  const roles = watches.map(({ chain, watch }) =>
    running(async (signal) => {
      const stopped = (): boolean => signal.aborted
      while (!stopped()) {
        await withLease(postgresUrl, `chain-${chain}`, { signal }, watch.run).catch(
          (error: unknown) =>
            logger.warn({ error, role: 'chain', chain }, 'a chain was left, and is taken again'),
        )
        if (!stopped()) await pause(afterLossMs, undefined, { signal }).catch(() => undefined)
      }
    }),
  )
  const compare = async (signal: AbortSignal): Promise<void> => {
    const stopped = (): boolean => signal.aborted
    while (!stopped()) {
      await pause(compareEveryMs, undefined, { signal }).catch(() => undefined)
      if (stopped()) return
      const id = newId()
      const context = systemContext('chain', id, id, id)
      const outcome = await execute(services, compareBalances, {}, context)
      if (outcome.kind === 'failed')
        logger.warn({ failure: outcome.failure }, 'tokens on chains could not be compared')
      else if (outcome.answer.isConfirmed)
        logger.error({ ...outcome.answer }, 'chains hold other amounts than the ledger says')
    }
  }
  const comparing = running(async (signal) => {
    const stopped = (): boolean => watches.length === 0 || signal.aborted
    while (!stopped()) {
      await withLease(postgresUrl, 'chain-comparison', { signal }, compare).catch(
        (error: unknown) => logger.warn({ error, role: 'chain' }, 'comparing was left'),
      )
      if (!stopped()) await pause(afterLossMs, undefined, { signal }).catch(() => undefined)
    }
  })
  const forget = chainGauges(services, (error) =>
    logger.warn({ error, role: 'chain' }, 'nobody knows how the chains are followed'),
  )
  const states = () => Object.fromEntries(watches.map(({ chain, watch }) => [chain, watch.state()]))
  return {
    details: { chains: () => Promise.resolve(states()) },
    stop: async () => {
      forget()
      await Promise.all([...roles, comparing].map(({ stop }) => stop()))
    },
  }
}
