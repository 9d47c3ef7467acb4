import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { postgresProgress } from '../../../platform/checkpoint/progress.ts'
import { runSending } from '../../../sagas/tokens/transactions/sending/drive.ts'
import type { Connections } from '../connections.ts'
import type { Running } from '../keep.ts'
import { underLease } from '../under-lease.ts'

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
  return underLease({ postgresUrl, lease: name, againMs: afterLossMs, logger }, (held) =>
    runSending({ services, progress, logger }, held),
  )
}
