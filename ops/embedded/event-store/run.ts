import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openNode } from './core/node.ts'
import { loopback, serve } from './grpc/server.ts'
import { DirectoryInUse, lockDirectory } from './lock.ts'

export type RunningEventStore = {
  readonly connectionString: string
  readonly port: number
  readonly close: () => Promise<void>
}

export const connectionStringOf = (port: number): string => `esdb://${loopback}:${port}?tls=false`

/** The port of the last run, so that clients find the node again where it was. */
export const lastPortOf = (directory: string): number => {
  try {
    const port = Number(readFileSync(join(directory, 'port'), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0
  } catch {
    return 0
  }
}

/** Where the node of a directory is, or was last. */
export const lastConnectionStringOf = (directory: string): string =>
  connectionStringOf(lastPortOf(directory))

/** The store of a hub that was killed still finishes what it was writing: its directory is waited for. */
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

/**
 * Opens and serves a data directory in this process. A port of 0 lets the system choose one. Throws DirectoryInUse when
 * another process still has the directory after `patienceMs`.
 */
export const runEventStore = async (
  directory: string,
  port: number,
  patienceMs = 0,
): Promise<RunningEventStore> => {
  mkdirSync(directory, { recursive: true })
  const unlock = await lockPatiently(directory, patienceMs)
  try {
    const node = openNode(directory)
    try {
      const server = await serve(node, port)
      writeFileSync(join(directory, 'port'), `${server.port}\n`)
      return {
        connectionString: connectionStringOf(server.port),
        port: server.port,
        close: async () => {
          await server.close()
          await node.close()
          unlock()
        },
      }
    } catch (error) {
      await node.close()
      throw error
    }
  } catch (error) {
    unlock()
    throw error
  }
}
