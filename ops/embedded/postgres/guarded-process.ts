import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export type GuardedProcess = {
  /** Asks the program to end (SIGINT) and resolves when it has. */
  readonly stop: () => Promise<void>
  /** Resolves when the program has ended, for whatever reason. */
  readonly ended: Promise<void>
}

export type Program = {
  readonly command: string
  readonly args: readonly string[]
  /** The line of output that tells that the program serves. */
  readonly ready: RegExp
  readonly deadlineMs?: number
  readonly user?: { readonly uid: number; readonly gid: number } | undefined
  readonly environment?: NodeJS.ProcessEnv
  readonly onLine?: (line: string) => void
}

/**
 * A shell between us and the program ends it when our end of the pipe closes, so that even a
 * kill -9 of this process leaves no server behind. The program gets SIGINT (a fast, clean stop), again and again: what a shell
 * starts in the background ignores it until it has a handler of its own, which may come after it says that it is ready.
 */
const guard = `
exec 3<&0
"$@" 3<&- &
program=$!
( read -r _ <&3; while kill -s INT "$program"; do sleep 0.5; done ) >/dev/null 2>&1 &
watcher=$!
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`

const keptLines = 20

const untilReady = (child: ChildProcess, program: Program): Promise<void> =>
  new Promise((resolve, reject) => {
    const lines: string[] = []
    const fail = (what: string) => {
      clearTimeout(timer)
      reject(new Error([`${program.command} ${what}`, ...lines].join('\n')))
    }
    const deadline = program.deadlineMs ?? 60_000
    const timer = setTimeout(() => fail(`was not ready after ${deadline} ms`), deadline)
    const hear = (line: string): void => {
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
      program.onLine?.(line)
      if (!program.ready.test(line)) return
      clearTimeout(timer)
      resolve()
    }
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', hear)
    child.once('error', (error) => fail(`can't be started: ${error.message}`))
    child.once('close', (code) => fail(`ended with code ${code ?? 'none'} before it was ready`))
  })

/** Starts a program in a process group of its own and resolves when it is ready. */
export const startGuarded = async (program: Program): Promise<GuardedProcess> => {
  const child = spawn('/bin/sh', ['-c', guard, 'guard', program.command, ...program.args], {
    // Ctrl-C in the terminal is for us alone: the server must outlive our own drain.
    detached: true,
    // The program's account may have no access to where we stand.
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: program.environment ?? process.env,
    ...program.user,
  })
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  child.stdin.on('error', () => undefined)
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await ended
  }
  try {
    await untilReady(child, program)
    return { stop, ended }
  } catch (error) {
    await stop()
    throw error
  }
}
