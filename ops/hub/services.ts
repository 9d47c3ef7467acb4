import type { Logger } from 'pino'
import type { Issuer } from '../../domain/billing/bills/bill-events.ts'
import { samplesOfLog } from '../../commands/agents/calls/samples-of-log.ts'
import { createKeyMeter } from '../../commands/accounts/key-meter.ts'
import { createFoldCache } from '../../commands/shared/fold-cache.ts'
import { createFoldSnapshots } from '../../commands/shared/snapshots.ts'
import type { Services } from '../../commands/shared/services.ts'
import { createStreamLocks } from '../../commands/shared/stream-locks.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { Config } from '../../platform/config/schema.ts'
import { deriveKey } from '../../platform/keys/derive-key.ts'
import { createFootprint } from '../erasure/footprint.ts'
import { createOpenIdProviders } from '../../platform/sign-in/openid-providers.ts'
import { codeVersionOf } from '../../platform/snapshots/code-version.ts'
import { createPostgresSnapshots } from '../../platform/snapshots/postgres-snapshots.ts'
import { remembered } from '../../domain/agents/routing/figures.ts'
import { createModelMemory } from '../../platform/model-memory/memory.ts'
import { createWebhookSender } from '../../platform/webhooks/sender.ts'
import type { Connections } from './connections.ts'
import { fleetOf } from './fleet.ts'
import { operatorDeeds } from '../operations/deeds.ts'
import { knowledgeSearch } from './knowledge-search.ts'
import { queueTimes } from './queue-times.ts'
import { pricesOf, tokenPolicyOf } from './tokens.ts'
import { webhookIndex } from './webhook-index.ts'

/** All that a fold follows from: aggregates, sagas, how events are read, and how folds are kept. */
const whatFolds = ['domain', 'sagas', 'commands/shared'].map(
  (folder) => new URL(`../../${folder}/`, import.meta.url),
)

export const createServices = (
  config: Config,
  {
    eventStore,
    postgres,
    postgresUrl,
    cache,
    vault,
    mailer,
    bus,
    payments,
    chains,
    chainKeys,
    llm,
    modelFitter,
    accessTokens,
  }: Connections,
  { circuits, circuitDesk, apps }: Pick<Services, 'circuits' | 'circuitDesk' | 'apps'>,
  logger: Logger,
): Services => {
  const services: Services = {
    eventStore,
    vault,
    mailer,
    bus,
    payments,
    chains,
    chainKeys,
    llm,
    modelMemory: createModelMemory({
      cache,
      readSamples: () => samplesOfLog(eventStore, () => Date.now()),
      remembered,
      now: () => Date.now(),
      onTrouble: (error) => logger.warn({ error }, 'what was measured of models is not at hand'),
    }),
    prices: pricesOf(config),
    footprint: createFootprint({
      pool: postgres.pool,
      postgresUrl,
      eventStore,
      cache,
      dataDir: config.dataDir,
    }),
    accessTokens,
    webhooks: createWebhookSender({ networks: config.webhookNetworks ?? [] }),
    webhookIndex: webhookIndex(postgres.db),
    knowledge: knowledgeSearch(postgres.db),
    models: { fitter: modelFitter, queueTimes: queueTimes(postgres.db) },
    // Deeds are done with the services that hold them.
    operations: operatorDeeds(() => ({ services, pool: postgres.pool, cache })),
    circuits,
    circuitDesk,
    fleet: fleetOf(postgres.db),
    apps,
    clock: systemClock,
    signIn: createOpenIdProviders(config.signInProviders),
    foldCache: createFoldCache(
      createFoldSnapshots({
        store: createPostgresSnapshots(postgres.db),
        codeVersion: codeVersionOf(whatFolds),
        onTrouble: (error) => logger.warn({ error }, 'a snapshot could not be kept or read'),
      }),
    ),
    streamLocks: createStreamLocks(),
    keyMeter: createKeyMeter(cache),
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
      publicUrl: config.publicUrl,
      tokens: tokenPolicyOf(config),
      issuer: issuerOf(config),
    },
  }
  return services
}

/** As it stands on bills. */
const issuerOf = ({ billsEntity, billsIssuer, billsTaxId, supportEmail }: Config): Issuer => {
  const [name = '', ...address] = billsIssuer
  return {
    ...{ entity: billsEntity, name, address, email: supportEmail },
    ...(billsTaxId === undefined ? {} : { taxId: billsTaxId }),
  }
}
