import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from 'commander'
import { runPayments } from '../embedded/payments/run.ts'
import { configOrExit } from './load.ts'
import { jsonOption } from './options.ts'
import { asJson, fail, print } from './say.ts'

/** The payment simulator by itself, for hubs whose roles run in several processes. */
export const simulateCommand = (): Command =>
  new Command('simulate')
    .description(
      'run the payment simulator by itself, until SIGTERM, for hubs of several processes',
    )
    .option('--port <n>', 'where it listens, on this machine; QHUB_PAYMENTS_URL names it', '4003')
    .addOption(jsonOption('the line that says it is ready is JSON either way'))
    .action(async ({ port }: { readonly port: string }) => {
      if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) fail(2, '--port is from 0 to 65535')
      const { dataDir } = configOrExit()
      try {
        const running = await runPayments(join(dataDir, 'payments'), { port: Number(port) })
        print(asJson({ ready: true, url: running.url }))
        await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
        await running.close()
      } catch (error) {
        fail(1, error instanceof Error ? error.message : String(error))
      }
    })
