import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { RunAs } from './run-as.ts'

export const databaseUser = 'qhub'
export const databaseName = 'qhub'

export type Cluster = { readonly directory: string; readonly password: string }

/** Without what the caller's shell says to other Postgres clients. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
})

const initialise = async (initdb: string, root: string, runAs: RunAs, durable: boolean) => {
  const draft = join(root, 'cluster.new')
  const passwordFile = join(root, 'password')
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(passwordFile, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 })
  if (runAs.account) chownSync(passwordFile, runAs.account.uid, runAs.account.gid)
  const [command = initdb, ...args] = [
    ...runAs.prefix,
    initdb,
    `--pgdata=${draft}`,
    `--username=${databaseUser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorts by code point on every machine, which the keyset cursors rely on.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]
  const account = runAs.prefix.length === 0 ? runAs.account : {}
  await promisify(execFile)(command, args, { cwd: '/', env: cleanEnvironment(), ...account })
  renameSync(draft, join(root, 'cluster'))
}

export type ClusterOptions = {
  readonly root: string
  readonly initdb: string
  readonly runAs: RunAs
  readonly durable: boolean
  readonly onProgress: (text: string) => void
}

/** The cluster below `root`, made the first time; a creation that was cut off is begun again. */
export const prepareCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const { root, initdb, runAs, durable, onProgress } = options
  const directory = join(root, 'cluster')
  mkdirSync(root, { recursive: true, mode: 0o755 })
  if (runAs.account) chownSync(root, runAs.account.uid, runAs.account.gid)
  chmodSync(root, 0o700)
  if (!existsSync(join(directory, 'PG_VERSION'))) {
    onProgress('creating the database cluster (the first time only)')
    await initialise(initdb, root, runAs, durable)
  }
  return { directory, password: readFileSync(join(root, 'password'), 'utf8').trim() }
}
