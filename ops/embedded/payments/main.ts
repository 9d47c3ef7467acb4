import { parseArgs } from 'node:util'
import { runPayments } from './run.ts'

/** The process of the payment simulator. Prints one line of JSON when it is ready, or the reason why it is not. */
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`)

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string', default: '0' },
      'retry-ms': { type: 'string', default: '1000' },
      'patience-ms': { type: 'string', default: '0' },
      'with-parent': { type: 'boolean', default: false },
    },
  })
  const directory = values['data-dir']
  if (directory === undefined) throw new Error('--data-dir is missing')
  const running = await runPayments(directory, {
    port: Number(values.port),
    retryMs: Number(values['retry-ms']),
    patienceMs: Number(values['patience-ms']),
  })
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', stop)
  // An interrupt at the terminal reaches both: the parent drains first, and then says so.
  process.on('SIGINT', values['with-parent'] ? () => undefined : stop)
  if (values['with-parent']) {
    // A parent that died before it could hear us: the end of standard input says the same.
    process.stdout.on('error', () => undefined)
    process.stdin.on('end', stop)
    process.stdin.on('error', stop)
    process.stdin.resume()
  }
  say({ ready: true, url: running.url, port: running.port, pid: process.pid })
}

main().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : 'failed'
  say({ ready: false, code, error: error instanceof Error ? error.message : String(error) })
  process.exit(1)
})
