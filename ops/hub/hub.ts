import type { Logger } from 'pino'
import { returnUses } from '../../commands/accounts/spend-uses.ts'
import { openReconciliation } from '../../commands/billing/reconciliation/open-reconciliation.ts'
import { openSettlement } from '../../commands/billing/payees/open-settlement.ts'
import { openRewards } from '../../commands/tokens/rewards/open-rewards.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Config, Role } from '../../platform/config/schema.ts'
import { startTelemetry } from '../../platform/telemetry/telemetry.ts'
import { nothingAround } from './around-ports.ts'
import { connect, type Connections } from './connections.ts'
import { chainsProblem } from './chains.ts'
import { createExecution } from './execution.ts'
import { startGauges } from './gauges/start.ts'
import { createHealth } from './health.ts'
import type { Running } from './keep.ts'
import { startBuilder } from './roles/builder.ts'
import { startChainRole } from './roles/chain.ts'
import { startChainTransactions } from './roles/chain-transactions.ts'
import { startAuditRole } from './roles/audit.ts'
import { startHealthServer } from './roles/health.ts'
import { metricsProblem, startMetricsServer } from './roles/metrics.ts'
import { announceNotices } from './roles/notices.ts'
import { startMailDelivery } from './roles/mail.ts'
import { startProjectorRole } from './roles/projector.ts'
import { startReadApiRole } from './roles/read-api.ts'
import { startSagaRole } from './roles/saga.ts'
import { startWorkerRole } from './roles/worker.ts'
import { startWriteApiRole } from './roles/write-api.ts'
import { paymentsProblem, paysSimulated } from './payments.ts'
import { insistOnSameLog } from './same-log.ts'
import { openServers } from './servers.ts'
import { createServices } from './services.ts'
import { splitRolesProblem } from './split-roles.ts'

/** Where browsers find the command API: what was configured, unless the port was taken from what is free. */
const commandApiOf = ({ publicUrl }: Config, address: string | undefined): string =>
  address !== undefined && new URL(publicUrl).port === '0' ? address : publicUrl

export type Hub = {
  /** Where the APIs listen; absent for a role that runs elsewhere. */
  readonly addresses: {
    readonly writeApi?: string
    readonly readApi?: string
    readonly health?: string
    readonly metrics?: string
  }
  readonly services: Services
  readonly connections: Connections
  /** Stops intake, finishes commands, lets sagas and projections write down how far they are, closes everything. */
  readonly drain: () => Promise<void>
}

/** Runs the roles of the configuration in this process. Rejects with a plain sentence when it cannot. */
export const startHub = async (
  config: Config,
  logger: Logger,
  onProgress: (text: string) => void,
  around = nothingAround,
): Promise<Hub> => {
  const problem =
    splitRolesProblem(config) ??
    metricsProblem(config) ??
    paymentsProblem(config, process.env['NODE_ENV'] === 'production') ??
    chainsProblem(config)
  if (problem !== undefined) throw new Error(problem)
  const has = (role: Role): boolean => config.roles.includes(role)
  const telemetry = await startTelemetry({
    endpoint: config.otlpEndpoint,
    scraped: config.metricsPort !== undefined,
    serviceVersion: '0.1.0',
  })
  const servers = await openServers(config, onProgress)
  const opened: (() => Promise<void>)[] = [servers.stop, telemetry.stop]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.reverse())
      await close().catch((error: unknown) => logger.warn({ error }, 'not closed cleanly'))
  }
  try {
    const connections = around.connections(await connect(config, servers, logger, true))
    opened.push(connections.close)
    await insistOnSameLog(connections.postgres.pool, connections.eventStore)
    const execution = createExecution(config, (provider, status) =>
      logger.warn({ provider, ...status }, 'the breaker before a provider has changed'),
    )
    opened.push(execution.close)
    const openProviders = async (partition: number) =>
      around.providers(await execution.openProviders(partition))
    const { decided } = around
    const services: Services = {
      ...createServices(
        config,
        connections,
        {
          circuits: execution.simulator,
          circuitDesk: execution.circuitDesk,
          apps: execution.apps,
        },
        logger,
      ),
      ...(decided === undefined ? {} : { decided }),
    }
    const projector = has('projector') ? startProjectorRole(connections, logger) : undefined
    const mail = has('worker')
      ? startMailDelivery(config, services, connections, logger)
      : undefined
    const audit = has('worker')
      ? startAuditRole(config, services, connections, servers.eventStoreUrl, logger)
      : undefined
    const chain = has('worker') ? startChainRole(services, connections, logger) : undefined
    const sending = has('worker')
      ? startChainTransactions(services, connections, logger)
      : undefined
    const details = {
      ...{ ...projector?.details, ...mail?.details },
      ...{ ...audit?.details, ...chain?.details },
    }
    const health = createHealth(connections, details)
    const background: Running[] = [projector, mail, audit, chain, sending].filter(
      (role) => role !== undefined,
    )
    if (has('projector')) {
      const { eventStoreUrl } = servers
      const { masterKey } = config
      background.push(startBuilder({ ...connections, eventStoreUrl, masterKey }, logger))
    }
    if (has('saga')) {
      await openSettlement(services)
      await openReconciliation(services)
      await openRewards(services)
      background.push(startSagaRole(services, connections, logger))
    }
    if (has('worker'))
      background.push(startWorkerRole(services, connections, openProviders, logger))
    const writeApi = has('write-api')
      ? await startWriteApiRole(config, services, connections, health, logger)
      : undefined
    const readApi = has('read-api')
      ? await startReadApiRole(
          config,
          services,
          connections,
          health,
          logger,
          commandApiOf(config, writeApi?.address),
          servers.eventStoreUrl,
        )
      : undefined
    const simulator = paysSimulated(config) ? servers.paymentsUrl : undefined
    if (writeApi !== undefined && simulator !== undefined) {
      const secret = config.paymentsWebhookSecrets?.split(',')[0]?.trim()
      const { address } = writeApi
      background.push(announceNotices({ simulator, writeApi: address, secret }, logger))
    }
    const forgetGauges = startGauges(config, connections, health, logger)
    const healthServer = await startHealthServer(config, health, logger)
    const metricsServer = await startMetricsServer(config, telemetry, health, logger)
    health.markStarted()
    let draining: Promise<void> | undefined
    const drain = async (): Promise<void> => {
      health.markDraining()
      await Promise.all([writeApi?.stop(), readApi?.stop()])
      await returnUses(services).catch((error: unknown) =>
        logger.warn({ error }, 'uses of keys could not be given back'),
      )
      await Promise.all(background.map(({ stop }) => stop()))
      await Promise.all([healthServer?.stop(), metricsServer?.stop()])
      forgetGauges()
      await closeAll()
    }
    return {
      addresses: {
        ...(writeApi === undefined ? {} : { writeApi: writeApi.address }),
        ...(readApi === undefined ? {} : { readApi: readApi.address }),
        ...(healthServer === undefined ? {} : { health: healthServer.address }),
        ...(metricsServer === undefined ? {} : { metrics: metricsServer.address }),
      },
      services,
      connections,
      drain: () => (draining ??= drain()),
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}
