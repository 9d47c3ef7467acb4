import { runEventStore } from './run.ts'
import { readSettings } from './settings.ts'

/** The process of the embedded event store. Prints one line of JSON when it is ready, or the reason why it is not. */
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`)

const main = async (): Promise<void> => {
  const { dataDir, withParent, options } = readSettings(process.argv.slice(2), process.env)
  const running = await runEventStore(dataDir, { ...options, onShutdown: () => stop() })
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
  process.on('SIGINT', withParent ? () => {} : stop)
  if (withParent) {
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
