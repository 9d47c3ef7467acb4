import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresProgress } from '../../../platform/checkpoint/progress.ts'
import { withLease } from '../../../platform/lease/lease.ts'
import { runSending } from '../../../sagas/tokens/transactions/sending/drive.ts'
import type { Connections } from '../connections.ts'
import { running, type Running } from '../keep.ts'

const afterLossMs = 1_000

/** Signs, sends and follows the hub's own transactions: one process of all at a time. */
export const startChainTransactions = (
  services: Services,
  { postgres, postgresUrl }: Pick<Connections, 'postgres' | 'postgresUrl'>,
  logger: Logger,
): Running | undefined => {
  if (services.chains.size === 0) return undefined
  const name = 'chain-transactions'
  const progress = postgresProgress(postgres.db, name)
  return running(async (signal) => {
    const stopped = (): boolean => signal.aborted
    while (!stopped()) {
      await withLease(postgresUrl, name, { signal }, (held) =>
        runSending({ services, progress, logger }, held),
      ).catch((error: unknown) =>
        logger.warn({ error, role: name }, 'sending transactions was left and is taken up again'),
      )
      if (!stopped()) await pause(afterLossMs, undefined, { signal }).catch(() => undefined)
    }
  })
}
