import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { createInterface } from 'node:readline'
import type { Point } from '../points/catalogue.ts'
import type { Report, Word } from '../points/reports.ts'

export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A process that has loaded the hub, and starts it at the first word. */
export type WarmProcess = {
  readonly warm: Promise<void>
  /** The points to arm, in place of those before. */
  readonly say: (points: readonly Point[]) => void
  readonly hear: (listen: (report: Report) => void) => void
  readonly stop: () => void
  readonly kill: () => void
  /** When it has ended and everything that it told has been heard. */
  readonly ended: Promise<Ending>
}

export const startProcess = (
  program: string,
  environment: NodeJS.ProcessEnv,
  logFile: string,
  bug: string | undefined,
): WarmProcess => {
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, bug === undefined ? [program] : [program, bug], {
    stdio: ['pipe', 'ignore', log, 'pipe'],
    env: environment,
  })
  closeSync(log)
  // What was asked for above: one pipe to write to, and a fourth stream to read from.
  const stdin = child.stdin as Writable
  const reports = child.stdio[3] as Readable
  let listen: (report: Report) => void = () => undefined
  let warmed = (): void => undefined
  const warm = new Promise<void>((resolve) => {
    warmed = resolve
  })
  const lines = createInterface({ input: reports }).on('line', (line) => {
    // Only the process writes here.
    const report = JSON.parse(line) as Report
    if (report.told === 'warm') warmed()
    else listen(report)
  })
  const heard = new Promise<void>((resolve) => lines.once('close', resolve))
  const exited = new Promise<Ending>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  // One that was killed does not listen; who it was said to sees its end.
  stdin.on('error', () => undefined)
  const ended = Promise.all([exited, heard]).then(([ending]) => ending)
  return {
    // One that ends before it is warm is not waited for: its end is what there is to see.
    warm: Promise.race([warm, exited.then(() => undefined)]),
    say: (arm) => void stdin.write(`${JSON.stringify({ arm } satisfies Word)}\n`),
    hear: (then) => {
      listen = then
    },
    stop: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}
