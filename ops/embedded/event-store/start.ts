import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inheritedExecArgs } from './exec-args.ts'
import { lastPortOf } from './run.ts'

export type StartOptions = {
  readonly dataDir: string
  /** 0 lets the system choose; left out, the port of the directory's last run is asked for again. */
  readonly port?: number
  /** How long another process may take to leave the directory. Default 10 s. */
  readonly patienceMs?: number
  /** End the event store when this process ends, however it ends. On by default. */
  readonly withParent?: boolean
  /** More of main.ts's arguments, those of TLS for one. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** An event store in its own process. */
export type StartedEventStore = {
  readonly connectionString: string
  readonly port: number
  readonly pid: number
  /** Lets it finish what it is writing; resolves when it has ended. */
  readonly stop: () => Promise<void>
  /** Kills it at once, as a crash would. */
  readonly kill: () => Promise<void>
  readonly exited: Promise<Exit>
}

/** The event store did not start; `code` is `directory-in-use`, `EADDRINUSE`, or `failed`. */
export class EventStoreNotStarted extends Error {
  override readonly name = 'EventStoreNotStarted'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** From source this is main.ts, in the build main.js. */
const main = fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url))

type FirstLine =
  | { readonly ready: true; readonly connectionString: string; readonly pid: number }
  | { readonly ready: false; readonly code: string; readonly error: string }

const isFirstLine = (value: unknown): value is FirstLine =>
  typeof value === 'object' && value !== null && 'ready' in value

const parseFirstLine = (line: string): FirstLine => {
  const value: unknown = JSON.parse(line)
  return isFirstLine(value) ? value : { ready: false, code: 'failed', error: line }
}

const firstLineOf = async (child: ChildProcess, exited: Promise<Exit>): Promise<FirstLine> => {
  const { stdout } = child
  if (stdout === null) throw new EventStoreNotStarted('failed', 'The process has no output')
  const lines = createInterface({ input: stdout })
  const line = once(lines, 'line').then(([text]) => parseFirstLine(String(text)))
  const ended = exited.then(({ code, signal }): FirstLine => {
    const error = `The event store ended (${code ?? signal ?? '?'}) before it was ready`
    return { ready: false, code: 'failed', error }
  })
  const first = await Promise.race([line, ended])
  lines.close()
  // What it says later is nobody's business, but a full pipe would stop it.
  stdout.resume()
  return first
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof EventStoreNotStarted && error.code === 'EADDRINUSE'

/**
 * Starts the embedded event store on a directory. Without a port that was asked for, one that somebody else took
 * meanwhile is replaced. Throws EventStoreNotStarted.
 */
export const startEventStore = async (options: StartOptions): Promise<StartedEventStore> => {
  const { port, dataDir } = options
  if (port !== undefined) return start(options, port)
  const last = lastPortOf(dataDir)
  try {
    return await start(options, last)
  } catch (error) {
    if (last === 0 || !isPortTaken(error)) throw error
    return start(options, 0)
  }
}

const start = async (
  { dataDir, patienceMs = 10_000, withParent = true, args: more = [], env = {} }: StartOptions,
  port: number,
): Promise<StartedEventStore> => {
  const asked = ['--data-dir', dataDir, '--port', String(port), '--patience-ms', String(patienceMs)]
  const args = [...inheritedExecArgs(), main, ...asked, ...more]
  const child = spawn(process.execPath, withParent ? [...args, '--with-parent'] : args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  })
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  // Ends only when this process does; a write to it is never made.
  child.stdin.on('error', () => {})
  const first = await firstLineOf(child, exited)
  if (!first.ready) {
    await exited
    throw new EventStoreNotStarted(first.code, first.error)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return {
    connectionString: first.connectionString,
    port: Number(new URL(first.connectionString).port),
    pid: first.pid,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    exited,
  }
}
