import type { Services } from '../../commands/shared/services.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { sagas } from '../../sagas/registry.ts'
import type { Addressee } from '../../sagas/runtime/deliver.ts'
import { addresseeOf } from '../../sagas/runtime/letters.ts'
import { attachServers } from '../hub/attach.ts'
import { connect, type Connections } from '../hub/connections.ts'
import { createServices } from '../hub/services.ts'
import { configOrExit } from './load.ts'
import { fail } from './say.ts'

export type Attached = {
  readonly connections: Connections
  readonly services: Services
  /** The instance of a stream, or the end of the program with one line. */
  readonly instance: (stream: string) => Addressee
}

const noCircuits = {
  analyse: () => Promise.reject(new Error('this command reads no circuit')),
}

/** Does something beside a hub that runs, on its servers; what it throws ends the program with one line. */
export const attached = async (work: (hub: Attached) => Promise<void>): Promise<void> => {
  const config = configOrExit()
  const lineOf = (error: unknown): string =>
    error instanceof Error ? error.message : String(error)
  try {
    const servers = { ...attachServers(config), embedded: [], stop: () => Promise.resolve() }
    const logger = createLogger(config.logLevel)
    const connections = await connect(config, servers, logger)
    try {
      const services = createServices(config, connections, noCircuits, logger)
      const instance = (stream: string): Addressee =>
        addresseeOf(sagas, stream) ?? fail(2, `${stream} is not the stream of a saga's instance`)
      await work({ connections, services, instance })
    } finally {
      await connections.close()
    }
  } catch (error) {
    fail(1, lineOf(error))
  }
}
