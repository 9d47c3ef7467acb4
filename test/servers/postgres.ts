import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startPostgres } from '../../ops/embedded/postgres/start.ts'
import { migrate } from '../../platform/postgres/migrate.ts'

export type TestPostgres = {
  /** A database of this test alone, migrated unless asked otherwise. */
  readonly url: string
  /** Another one, empty. */
  readonly emptyDatabase: () => Promise<string>
  readonly stop: () => Promise<void>
}

export type TestPostgresOptions = { readonly migrated?: boolean }

const execute = async (url: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** The server of QHUB_POSTGRES_URL, which stays when the test ends, or a cluster of its own. */
const server = async () => {
  const given = process.env['QHUB_POSTGRES_URL']
  if (given) return { url: given, stop: () => Promise.resolve() }
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-postgres-'))
  const started = await startPostgres({ dataDir, durable: false, onProgress: () => undefined })
  const stop = async (): Promise<void> => {
    await started.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { url: started.url, stop }
}

/** A Postgres for one test file; stop it in the file's `t.teardown`, after closing its pools. */
export const startTestPostgres = async ({
  migrated = true,
}: TestPostgresOptions = {}): Promise<TestPostgres> => {
  const { url: serverUrl, stop } = await server()
  const databases: string[] = []

  const emptyDatabase = async (): Promise<string> => {
    const name = `t${randomUUID().replaceAll('-', '')}`
    await execute(serverUrl, `CREATE DATABASE ${name}`)
    databases.push(name)
    const url = new URL(serverUrl)
    url.pathname = name
    return url.href
  }

  const url = await emptyDatabase()
  if (migrated) await migrate(url)
  return {
    url,
    emptyDatabase,
    stop: async () => {
      for (const name of databases) await execute(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`)
      await stop()
    },
  }
}
