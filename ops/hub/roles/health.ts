import type { Logger } from 'pino'
import type { Config } from '../../../platform/config/schema.ts'
import type { Health } from '../../../platform/http/health.ts'
import { createServer } from '../../../platform/http/server.ts'
import { listen, requestGraceMs, type Listening } from './listen.ts'

/** The health routes on a port of their own: how a process that runs no API is watched. */
export const startHealthServer = async (
  config: Config,
  health: Health,
  logger: Logger,
): Promise<Listening | undefined> => {
  if (config.healthPort === undefined) return undefined
  const app = await createServer({ logger, health, trustProxy: undefined, methods: ['GET'] })
  return listen(app, config.host, config.healthPort, requestGraceMs(config))
}
