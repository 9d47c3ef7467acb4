import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { inheritedExecArgs } from '../event-store/exec-args.ts'

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A server in its own process, which said where it is in its first line. */
export type Child<Ready> = {
  readonly ready: Ready
  readonly pid: number
  /** Lets it finish what it is writing; resolves when it has ended. */
  readonly stop: () => Promise<void>
  /** Kills it at once, as a crash would. */
  readonly kill: () => Promise<void>
  readonly exited: Promise<Exit>
}

/** The server did not start; `code` is its own word for why, or `failed`. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type ChildOptions<Ready> = {
  /** What it is, in messages: "the event store". */
  readonly name: string
  /** The program, and its arguments. */
  readonly main: string
  readonly args: readonly string[]
  /** What its first line says when it is ready; undefined when it says something else. */
  readonly read: (line: object) => Ready | undefined
}

const objectOf = (line: string): object => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

const whyNot = (said: object, line: string): NotStarted =>
  new NotStarted(
    'code' in said ? String(said.code) : 'failed',
    'error' in said ? String(said.error) : line,
  )

const firstLine = async (child: ChildProcess, exited: Promise<Exit>): Promise<string> => {
  const { stdout } = child
  if (stdout === null) throw new NotStarted('failed', 'The process has no output')
  const lines = createInterface({ input: stdout })
  const line = once(lines, 'line').then(([text]) => String(text))
  const ended = exited.then(({ code, signal }): never => {
    throw new NotStarted('failed', `It ended (${code ?? signal ?? '?'}) before it was ready`)
  })
  ended.catch(() => undefined)
  const first = await Promise.race([line, ended])
  lines.close()
  // What it says later is nobody's business, but a full pipe would stop it.
  stdout.resume()
  return first
}

/** Starts a server of this project as a process that ends when this one does. Throws NotStarted. */
export const startChild = async <Ready>(options: ChildOptions<Ready>): Promise<Child<Ready>> => {
  const { main, args, read } = options
  const child = spawn(process.execPath, [...inheritedExecArgs(), main, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  // Ends only when this process does; a write to it is never made.
  child.stdin.on('error', () => undefined)
  const line = await firstLine(child, exited)
  const said = objectOf(line)
  const ready = read(said)
  const { pid } = child
  if (ready === undefined || pid === undefined) {
    await exited
    throw whyNot(said, line)
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return { ready, pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL'), exited }
}
