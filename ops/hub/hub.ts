import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import type { Config, Role } from '../../platform/config/schema.ts'
import { startTelemetry } from '../../platform/telemetry/telemetry.ts'
import { nothingAround } from './around-ports.ts'
import { connect, type Connections } from './connections.ts'
import { createExecution } from './execution.ts'
import { createHealth } from './health.ts'
import type { Running } from './keep.ts'
import { startHealthServer } from './roles/health.ts'
import { startProjectorRole } from './roles/projector.ts'
import { startReadApiRole } from './roles/read-api.ts'
import { startSagaRole } from './roles/saga.ts'
import { startWorkerRole } from './roles/worker.ts'
import { startWriteApiRole } from './roles/write-api.ts'
import { openServers } from './servers.ts'
import { createServices } from './services.ts'
import { splitRolesProblem } from './split-roles.ts'

export type Hub = {
  /** Where the APIs listen; absent for a role that runs elsewhere. */
  readonly addresses: {
    readonly writeApi?: string
    readonly readApi?: string
    readonly health?: string
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
  const problem = splitRolesProblem(config)
  if (problem !== undefined) throw new Error(problem)
  const has = (role: Role): boolean => config.roles.includes(role)
  const telemetry = await startTelemetry({ endpoint: config.otlpEndpoint, serviceVersion: '0.1.0' })
  const servers = await openServers(config, onProgress)
  const opened: (() => Promise<void>)[] = [servers.stop, telemetry.stop]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.reverse())
      await close().catch((error: unknown) => logger.warn({ error }, 'not closed cleanly'))
  }
  try {
    const connections = around.connections(await connect(config, servers, logger))
    opened.push(connections.close)
    const execution = createExecution(config, (provider, status) =>
      logger.warn({ provider, ...status }, 'the breaker before a provider has changed'),
    )
    opened.push(execution.close)
    const openProviders = async (partition: number) =>
      around.providers(await execution.openProviders(partition))
    const { decided } = around
    const services: Services = {
      ...createServices(config, connections, execution.simulator, logger),
      ...(decided === undefined ? {} : { decided }),
    }
    const health = createHealth(connections)
    const background: Running[] = []
    if (has('projector')) background.push(startProjectorRole(connections, logger))
    if (has('saga')) background.push(startSagaRole(services, connections, logger))
    if (has('worker'))
      background.push(startWorkerRole(services, connections, openProviders, logger))
    const writeApi = has('write-api')
      ? await startWriteApiRole(config, services, connections, health, logger)
      : undefined
    const readApi = has('read-api')
      ? await startReadApiRole(config, services, connections, health, logger)
      : undefined
    const healthServer = await startHealthServer(config, health, logger)
    health.markStarted()
    let draining: Promise<void> | undefined
    const drain = async (): Promise<void> => {
      health.markDraining()
      await Promise.all([writeApi?.stop(), readApi?.stop()])
      await Promise.all(background.map(({ stop }) => stop()))
      await healthServer?.stop()
      await closeAll()
    }
    return {
      addresses: {
        ...(writeApi === undefined ? {} : { writeApi: writeApi.address }),
        ...(readApi === undefined ? {} : { readApi: readApi.address }),
        ...(healthServer === undefined ? {} : { health: healthServer.address }),
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
