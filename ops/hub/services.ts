import type { Logger } from 'pino'
import { createFoldCache } from '../../commands/shared/fold-cache.ts'
import { createFoldSnapshots } from '../../commands/shared/snapshots.ts'
import type { Services } from '../../commands/shared/services.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { Config } from '../../platform/config/schema.ts'
import { deriveKey } from '../../platform/keys/derive-key.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'
import { codeVersionOf } from '../../platform/snapshots/code-version.ts'
import { createPostgresSnapshots } from '../../platform/snapshots/postgres-snapshots.ts'
import type { Connections } from './connections.ts'

/** All that a fold follows from: aggregates, sagas, how events are read, and how folds are kept. */
const whatFolds = ['domain', 'sagas', 'commands/shared'].map(
  (folder) => new URL(`../../${folder}/`, import.meta.url),
)

export const createServices = (
  config: Config,
  { eventStore, postgres, vault, mailer, accessTokens }: Connections,
  circuits: CircuitAnalyser,
  logger: Logger,
): Services => ({
  eventStore,
  vault,
  mailer,
  accessTokens,
  circuits,
  clock: systemClock,
  foldCache: createFoldCache(
    createFoldSnapshots({
      store: createPostgresSnapshots(postgres.db),
      codeVersion: codeVersionOf(whatFolds),
      onTrouble: (error) => logger.warn({ error }, 'a snapshot could not be kept or read'),
    }),
  ),
  streamLocks: createStreamLocks(),
  secrets: {
    inputHashKey: deriveKey(config.masterKey, 'input-hash'),
    reservationKey: deriveKey(config.masterKey, 'reservation'),
    tokenKey: deriveKey(config.masterKey, 'token'),
  },
  policy: {
    commissionBasisPoints: config.commissionBasisPoints,
    quoteValidForSeconds: config.quoteSeconds,
    accessTokenSeconds: config.accessTokenSeconds,
    refreshTokenSeconds: config.refreshTokenSeconds,
  },
})
