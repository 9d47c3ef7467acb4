import { parseArgs } from 'node:util'
import { runEventStore } from './run.ts'

/** The process of the embedded event store. Prints one line of JSON when it is ready, or the reason why it is not. */
const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: process.env['QHUB_EMBEDDED_EVENTSTORE_DIR'] ?? '' },
    port: { type: 'string', default: process.env['QHUB_EMBEDDED_EVENTSTORE_PORT'] ?? '0' },
    /** How long another process may take to leave the directory. */
    'patience-ms': { type: 'string', default: '0' },
    /** End when the parent does: it holds the other end of standard input. */
    'with-parent': { type: 'boolean', default: false },
  },
})

const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`)

const main = async (): Promise<void> => {
  const directory = values['data-dir']
  const port = Number(values.port)
  if (directory === '') throw new Error('--data-dir is missing')
  const patienceMs = Number(values['patience-ms'])
  if (!(patienceMs >= 0)) throw new Error('--patience-ms is not a time')
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port is not a port')

  const running = await runEventStore(directory, port, patienceMs)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        say({ ready: false, error: String(error) })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  // An interrupt at the terminal reaches both: the parent drains first, and then says so.
  process.on('SIGINT', values['with-parent'] ? () => {} : stop)
  if (values['with-parent']) {
    // A parent that died before it could hear us: the end of standard input says the same.
    process.stdout.on('error', () => {})
    process.stdin.on('end', stop)
    process.stdin.on('error', stop)
    process.stdin.resume()
  }
  say({ ready: true, connectionString: running.connectionString, pid: process.pid })
}

main().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : 'failed'
  say({ ready: false, code, error: error instanceof Error ? error.message : String(error) })
  process.exit(1)
})
