import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { holderOfDirectory } from '../embedded/event-store/lock.ts'
import type { Target } from './plan.ts'

/** A hub as a service manager runs it: a process of its own, started again whenever it ends. */
export type SupervisedHub = {
  readonly writeApi: string
  readonly readApi: string
  readonly logFile: string
  /** Resolves when it says that it is ready; rejects when it does not come to that. */
  readonly ready: () => Promise<void>
  readonly strike: (target: Target) => Promise<void>
  /** SIGTERM, for good; the exit code. */
  readonly stop: () => Promise<number | null>
  /** What it did that nobody asked for: an end of its own, a drain that failed. */
  readonly mishaps: () => readonly string[]
  /** How long each drain took, in milliseconds. */
  readonly drains: () => readonly number[]
  /** When each strike fell. */
  readonly struck: () => readonly Date[]
  /** How often it was started. */
  readonly starts: () => number
}

export type HubSettings = Readonly<Record<string, string>>

const lookEveryMs = 50
const longestStartMs = 120_000

type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

const killed = (pid: number): boolean => {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

/** The configuration is ours alone, whatever the caller's environment says. */
const withoutSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('QHUB_')))

/** `program` is what Node is given. The ports are fixed, so that the hub is found again where it was. */
export const superviseHub = (
  program: string,
  dataDir: string,
  ports: { readonly write: number; readonly read: number },
  settings: HubSettings,
): SupervisedHub => {
  const logFile = join(dataDir, 'hub.log')
  const writeApi = `http://127.0.0.1:${ports.write}`
  const mishaps: string[] = []
  const drains: number[] = []
  const struck: Date[] = []
  let expected: 'nothing' | 'kill' | 'drain' = 'nothing'
  let stopping = false
  const isStopping = (): boolean => stopping
  let wasReady = false
  let starts = 0

  const start = (): { readonly child: ChildProcess; readonly ended: Promise<Ending> } => {
    const log = openSync(logFile, 'a')
    const child = spawn(process.execPath, [program, 'start'], {
      // A group of its own: a signal for it reaches nobody else.
      detached: true,
      stdio: ['ignore', 'ignore', log],
      env: {
        ...withoutSettings(process.env),
        ...settings,
        QHUB_DATA_DIR: dataDir,
        QHUB_WRITE_API_PORT: String(ports.write),
        QHUB_READ_API_PORT: String(ports.read),
      },
    })
    closeSync(log)
    expected = 'nothing'
    wasReady = false
    starts += 1
    const ended = new Promise<Ending>((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal })),
    )
    return { child, ended }
  }
  let current = start()

  const supervise = async (): Promise<void> => {
    for (;;) {
      const { code, signal } = await current.ended
      const how = signal ?? `code ${code ?? '?'}`
      if (isStopping()) return
      if (expected === 'drain' && code !== 0) mishaps.push(`a drain ended with ${how}`)
      if (expected === 'nothing' && wasReady) mishaps.push(`the hub ended by itself with ${how}`)
      // One that can't even start is not asked to all the time.
      if (expected === 'nothing' && !wasReady) await pause(500)
      if (isStopping()) return
      current = start()
    }
  }
  void supervise()

  const isReady = async (): Promise<boolean> => {
    try {
      const { ok } = await fetch(`${writeApi}/readyz`, { signal: AbortSignal.timeout(5_000) })
      return ok
    } catch {
      return false
    }
  }
  const ready = async (): Promise<void> => {
    const deadline = performance.now() + longestStartMs
    while (!(await isReady())) {
      if (performance.now() > deadline) throw new Error(`the hub is not ready: see ${logFile}`)
      await pause(lookEveryMs)
    }
    wasReady = true
  }
  const signalHub = async (signal: NodeJS.Signals, how: 'kill' | 'drain') => {
    const { child, ended } = current
    expected = how
    child.kill(signal)
    return ended
  }
  /** Its process names itself in its data directory; one that is not there yet is waited for. */
  const killEventStore = async (): Promise<void> => {
    for (;;) {
      const pid = holderOfDirectory(join(dataDir, 'event-store'))
      if (pid !== undefined && killed(pid)) return
      await pause(lookEveryMs)
    }
  }

  return {
    writeApi,
    readApi: `http://127.0.0.1:${ports.read}`,
    logFile,
    ready,
    strike: async (target) => {
      const before = starts
      struck.push(new Date())
      switch (target) {
        case 'event-store':
          await killEventStore()
          return
        case 'both':
          await killEventStore()
          await signalHub('SIGKILL', 'kill')
          break
        case 'hub':
          await signalHub('SIGKILL', 'kill')
          break
        case 'drain': {
          const began = performance.now()
          await signalHub('SIGTERM', 'drain')
          drains.push(performance.now() - began)
          break
        }
        default:
          target satisfies never
      }
      while (starts === before) await pause(1)
    },
    stop: async () => {
      stopping = true
      const { code } = await signalHub('SIGTERM', 'drain')
      return code
    },
    mishaps: () => mishaps,
    drains: () => drains,
    struck: () => struck,
    starts: () => starts,
  }
}
