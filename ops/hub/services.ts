import { createFoldCache } from '../../commands/shared/fold-cache.ts'
import type { Services } from '../../commands/shared/services.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { Config } from '../../platform/config/schema.ts'
import { deriveKey } from '../../platform/keys/derive-key.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'
import type { Connections } from './connections.ts'

export const createServices = (
  config: Config,
  { eventStore, vault, mailer, accessTokens }: Connections,
  circuits: CircuitAnalyser,
): Services => ({
  eventStore,
  vault,
  mailer,
  accessTokens,
  circuits,
  clock: systemClock,
  foldCache: createFoldCache(),
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
