import { Command } from 'commander'
import closeWithGrace from 'close-with-grace'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { startHub } from '../hub/hub.ts'
import { configOrExit } from './load.ts'
import { fail, print, say } from './say.ts'

export const startCommand = (): Command =>
  new Command('start')
    .description('run the hub, all roles or those of QHUB_ROLES; SIGTERM drains it')
    .action(async () => {
      const config = configOrExit()
      const logger = createLogger(config.logLevel)
      const hub = await startHub(config, logger, say).catch((error: unknown) =>
        fail(1, error instanceof Error ? error.message : String(error)),
      )
      print(JSON.stringify({ ready: true, ...hub.addresses, roles: config.roles }))
      closeWithGrace({ delay: config.drainSeconds * 1000 }, async ({ err, signal }) => {
        if (err !== undefined) logger.fatal({ error: err }, 'an unexpected error ends the hub')
        else logger.info({ signal }, 'draining')
        await hub.drain()
      })
    })
