import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSimulator, type Simulator, type SimulatorOptions } from './core/simulator.ts'
import type { FaultPlan } from './faults/plan.ts'
import { serve } from './http/server.ts'
import { setTimeout as pause } from 'node:timers/promises'
import { DirectoryInUse, lockDirectory } from '../event-store/lock.ts'
import { simulatorKey } from './keys.ts'

export type RunningPayments = {
  readonly url: string
  readonly port: number
  readonly simulator: Simulator
  readonly plan: FaultPlan
  readonly close: () => Promise<void>
}

export type RunOptions = Omit<SimulatorOptions, 'directory'> & {
  /** 0 lets the system choose. */
  readonly port?: number
  readonly host?: string
  readonly retryMs?: number
  /** How long another process may take to leave the directory. Default: it must have left. */
  readonly patienceMs?: number
}

const lockPatiently = async (directory: string, patienceMs: number): Promise<() => void> => {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return lockDirectory(directory)
    } catch (error) {
      if (!(error instanceof DirectoryInUse) || performance.now() >= deadline) throw error
    }
    await pause(50)
  }
}

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`

/** The port of the last run, so that the hub finds it again where it was. */
export const lastPortOf = (directory: string): number => {
  try {
    const port = Number(readFileSync(join(directory, 'port'), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0
  } catch {
    return 0
  }
}

/** Opens and serves the payment simulator of a directory in this process. Throws DirectoryInUse. */
export const runPayments = async (
  directory: string,
  { port = 0, host = '127.0.0.1', retryMs = 1_000, patienceMs = 0, ...options }: RunOptions = {},
): Promise<RunningPayments> => {
  mkdirSync(directory, { recursive: true })
  const unlock = await lockPatiently(directory, patienceMs)
  try {
    const simulator = openSimulator({ ...options, directory })
    const delivery = { retryMs, timeoutMs: 10_000 }
    const served = await serve(simulator, { port, host, key: simulatorKey, delivery })
    writeFileSync(join(directory, 'port'), `${served.port}\n`)
    return {
      url: urlOf(served.port),
      port: served.port,
      simulator,
      plan: served.plan,
      close: async () => {
        await served.close()
        await simulator.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}
