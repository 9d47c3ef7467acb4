import { Command } from 'commander'
import closeWithGrace from 'close-with-grace'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { finishUnread } from './closed-pipes.ts'
import { configOrExit } from './load.ts'
import { jsonOption } from './options.ts'
import { asJson, print, say } from './say.ts'

export const startCommand = (): Command =>
  new Command('start')
    .description('run the hub, all roles or those of QHUB_ROLES; SIGTERM drains it')
    .addOption(jsonOption('the line that says it is ready is JSON either way'))
    .option('--local-chain', 'with a chain of its own, where QHUB_CHAINS says nothing')
    .action(async ({ localChain }: { readonly localChain?: boolean }) => {
      const config = configOrExit(localChain === true ? { QHUB_CHAINS: 'embedded' } : {})
      const logger = createLogger(config.logLevel)
      finishUnread()
      // The whole hub is loaded only by whoever runs it.
      const { startHub } = await import('../hub/hub.ts')
      const hub = await startHub(config, logger, say)
      print(asJson({ ready: true, ...hub.addresses, roles: config.roles }))
      closeWithGrace({ delay: config.drainSeconds * 1000 }, async ({ err, signal }) => {
        if (err !== undefined) logger.fatal({ error: err }, 'an unexpected error ends the hub')
        else logger.info({ signal }, 'draining')
        await hub.drain()
      })
    })
