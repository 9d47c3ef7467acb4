import type { HubTables } from '../../ops/hub/connections.ts'
import { startSagaRole } from '../../ops/hub/roles/saga.ts'
import { startWorkerRole } from '../../ops/hub/roles/worker.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import { servicesOn } from '../kit/services.ts'

/** The roles `saga` and `worker` in a process of their own, on the servers that the arguments name, until it is ended. */
const [, , eventStoreUrl = '', postgresUrl = ''] = process.argv
const postgres = await connectPostgres<HubTables>(postgresUrl)
const services = servicesOn(connectEventStore(eventStoreUrl), systemClock)
const logger = createLogger('error')
const connections = { postgres, postgresUrl }
const registry = (name: string): never => {
  throw new Error(`no provider is called ${name}`)
}
startSagaRole(services, connections, logger)
startWorkerRole(
  services,
  connections,
  () => Promise.resolve({ registry, close: () => Promise.resolve() }),
  logger,
)
process.stdout.write('ready\n')
