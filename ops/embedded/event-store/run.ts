import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openNode } from './core/node.ts'
import { loopback, reachableHost, serve, type ServeOptions } from './grpc/server.ts'
import { DirectoryInUse, lockDirectory } from './lock.ts'
import { openProjections } from './projections/subsystem.ts'
import { ensureStandardUsers, type FirstPasswords } from './security/standard-users.ts'

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

export type RunOptions = ServeOptions & {
  /** How long another process may take to leave the directory. Default: it must have left. */
  readonly patienceMs?: number
  /** For the first start with TLS, when users begin to matter. */
  readonly passwords?: FirstPasswords
  /** Enables the standard projections, but for those that somebody has disabled. Off by default. */
  readonly startStandardProjections?: boolean
  /** In bytes; at most 16 MiB. Default: 1 MiB. */
  readonly maximumAppendSize?: number
  /** Called when a caller with the right to it asks for the node to end. Default: it stops serving and closes. */
  readonly onShutdown?: () => void
}

const addressOf = (options: RunOptions, port: number): string =>
  options.tls === undefined
    ? connectionStringOf(port)
    : `esdb://${reachableHost(options)}:${port}?tls=true`

/** Opens and serves a data directory in this process. Throws DirectoryInUse. */
export const runEventStore = async (
  directory: string,
  options: RunOptions,
): Promise<RunningEventStore> => {
  mkdirSync(directory, { recursive: true })
  const unlock = await lockPatiently(directory, options.patienceMs ?? 0)
  try {
    const { maximumAppendSize } = options
    const node = openNode(directory, {
      notice: (text) => void process.stderr.write(`event store: ${text}\n`),
      ...(maximumAppendSize === undefined ? {} : { maximumAppendSize }),
    })
    try {
      if (options.tls !== undefined) {
        await ensureStandardUsers(node, directory, options.passwords ?? {})
      }
      const projections = await openProjections(node, options.startStandardProjections)
      const shutDown = (): void => (options.onShutdown ?? (() => void close()))()
      const server = await serve({ node, projections, directory, shutDown }, options)
      let closing: Promise<void> | undefined
      const close = (): Promise<void> =>
        (closing ??= (async () => {
          await server.close()
          await projections.close()
          await node.close()
          unlock()
        })())
      writeFileSync(join(directory, 'port'), `${server.port}\n`)
      return {
        connectionString: addressOf(options, server.port),
        port: server.port,
        close,
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
