import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseName, databaseUser } from './cluster.ts'

/**
 * The URL of the embedded Postgres that runs on a data directory now, as it stands in the files of its cluster. Throws
 * when none runs there, or its files are not for this user to read.
 */
export const runningPostgresUrl = (dataDir: string): string => {
  const root = join(dataDir, 'postgres')
  // The port stands in the fourth line: https://www.postgresql.org/docs/18/storage-file-layout.html
  const port = Number(readFileSync(join(root, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3])
  const password = readFileSync(join(root, 'password'), 'utf8').trim()
  return `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${databaseName}`
}
