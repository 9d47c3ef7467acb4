import type { Config } from '../../platform/config/schema.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { sagas } from '../../sagas/registry.ts'
import type { Addressee } from '../../sagas/runtime/deliver.ts'
import { addresseeOf } from '../../sagas/runtime/letters.ts'
import { attachServers } from '../hub/attach.ts'
import { connect } from '../hub/connections.ts'
import { createServices } from '../hub/services.ts'
import { noExecution } from './no-execution.ts'
import { fail } from './say.ts'

import type { Attached } from './attached.ts'

/** The ports of a hub that runs, for a program beside it. */
export const openAttached = async (
  config: Config,
): Promise<Attached & { readonly close: () => Promise<void> }> => {
  const servers = { ...attachServers(config), embedded: [], stop: () => Promise.resolve() }
  const logger = createLogger(config.logLevel)
  const connections = await connect(config, servers, logger)
  const services = createServices(config, connections, noExecution, logger)
  const instance = (stream: string): Addressee =>
    addresseeOf(sagas, stream) ?? fail(2, `${stream} is not the stream of a saga's instance`)
  return { connections, services, instance, close: connections.close }
}
