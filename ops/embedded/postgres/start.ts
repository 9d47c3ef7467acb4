import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { findBinaries } from './binaries.ts'
import { cleanEnvironment, databaseName, databaseUser, prepareCluster } from './cluster.ts'
import { type GuardedProcess, type Program, startGuarded } from './guarded-process.ts'
import { endOrphan } from './orphan.ts'
import { leaveOwnership, takeOwnership } from './owner.ts'
import { runAsPostgres } from './run-as.ts'

export type PostgresOptions = {
  /** The hub's data directory; the cluster lives in `postgres/` below it. */
  readonly dataDir: string
  /** Of the loopback address. Absent: a free one. */
  readonly port?: number
  /** False: no fsync, for tests. Default true. */
  readonly durable?: boolean
  /** Default: one line each to stderr. */
  readonly onProgress?: (text: string) => void
}

export type EmbeddedPostgres = {
  readonly url: string
  /** A fast, clean shutdown; close the pools first. */
  readonly stop: () => Promise<void>
  /** Resolves when Postgres has ended, asked or not. */
  readonly ended: Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((resolvePort, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => resolvePort(port))
    })
  })

const settings = (port: number, durable: boolean): readonly string[] =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=100',
    // Nothing replicates from here, so COPY into new tables need not be logged row by row.
    'wal_level=minimal',
    'max_wal_senders=0',
    // A used file of the log is removed, not renamed with its old content in it: what was erased must not live on there.
    'wal_recycle=off',
    'jit=off',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ].flatMap((setting) => ['-c', setting])

const ensureDatabase = async (adminUrl: string): Promise<void> => {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`)
  } finally {
    await client.end()
  }
}

/** Workers of a killed Postgres hold its memory for a moment longer. */
const startPatiently = async (program: Program, tries = 20): Promise<GuardedProcess> => {
  try {
    return await startGuarded(program)
  } catch (error) {
    const busy = error instanceof Error && /shared memory block|lock file/.test(error.message)
    if (!busy || tries <= 1) throw error
    await pause(250)
    return startPatiently(program, tries - 1)
  }
}

/**
 * Starts Postgres from its npm package on the data directory, as the hub's own: it ends with this
 * process, however that ends, and one that was left over is ended first.
 */
export const startPostgres = async (options: PostgresOptions): Promise<EmbeddedPostgres> => {
  const {
    durable = true,
    onProgress = (text) => void process.stderr.write(`postgres: ${text}\n`),
  } = options
  const dataDir = resolve(options.dataDir)
  const root = join(dataDir, 'postgres')
  const binaries = findBinaries()
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  const ownerFile = join(dataDir, 'postgres.owner')
  takeOwnership(ownerFile)
  try {
    const runAs = runAsPostgres([root, binaries.postgres])
    await endOrphan(join(root, 'cluster'))
    const { initdb } = binaries
    const cluster = await prepareCluster({ root, initdb, runAs, durable, onProgress })
    const port = options.port ?? (await freePort())
    const [command, ...args] = [...runAs.prefix, binaries.postgres]
    const started = await startPatiently({
      command,
      args: [...args, '-D', cluster.directory, ...settings(port, durable)],
      ready: /ready to accept connections/,
      environment: cleanEnvironment(),
      user: runAs.prefix.length === 0 ? runAs.account : undefined,
    })
    const base = `postgres://${databaseUser}:${cluster.password}@127.0.0.1:${port}`
    const stop = async (): Promise<void> => {
      await started.stop()
      leaveOwnership(ownerFile)
    }
    try {
      await ensureDatabase(`${base}/postgres`)
    } catch (error) {
      await started.stop()
      throw error
    }
    onProgress(`ready on port ${port}`)
    return { url: `${base}/${databaseName}`, stop, ended: started.ended }
  } catch (error) {
    leaveOwnership(ownerFile)
    throw error
  }
}
