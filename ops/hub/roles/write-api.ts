import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import type { Config } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import { createAuthenticate } from '../../../write-api/accounts/authenticate.ts'
import { createWriteApi } from '../../../write-api/create.ts'
import type { Connections } from '../connections.ts'
import { listen, requestGraceMs, type Listening } from './listen.ts'

export const startWriteApiRole = async (
  config: Config,
  services: Services,
  { cache, bus }: Connections,
  health: Health,
  logger: Logger,
): Promise<Listening> => {
  const authenticate = createAuthenticate(services)
  const app = await createWriteApi({ services, config, cache, bus, authenticate, health, logger })
  return listen(app, config.host, config.writeApiPort, requestGraceMs(config))
}
