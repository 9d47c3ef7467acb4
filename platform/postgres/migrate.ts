import { Client } from 'pg'
import { type MigrationFile, migrationsDirectory, readMigrations } from './migration-files.ts'

export type Migrated = {
  /** Names applied by this run, in order. */
  readonly applied: readonly string[]
  /** Applied earlier, by a newer build: not among this build's files. */
  readonly unknown: readonly string[]
}

type AppliedRow = { readonly name: string; readonly checksum: string }

/** Any constant; all hubs on a database take the same one, so one migrates while the others wait. */
const lockKey = 7_263_548_161

const table = `CREATE TABLE IF NOT EXISTS schema_migration (
  name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`

const apply = async (client: Client, file: MigrationFile): Promise<void> => {
  await client.query('BEGIN')
  try {
    await client.query(file.sql)
    const row = [file.name, file.checksum]
    await client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', row)
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`migration ${file.name} failed and left nothing behind: ${reason}`, { cause })
  }
}

const applyMissing = async (client: Client, files: readonly MigrationFile[]): Promise<Migrated> => {
  await client.query(table)
  const { rows } = await client.query<AppliedRow>('SELECT name, checksum FROM schema_migration')
  const done = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  const changed = files.find(({ name, checksum }) => (done.get(name) ?? checksum) !== checksum)
  if (changed)
    throw new Error(`migration ${changed.name} was changed after it was applied; add a new one`)
  const missing = files.filter(({ name }) => !done.has(name))
  for (const file of missing) await apply(client, file)
  const known = new Set(files.map(({ name }) => name))
  return {
    applied: missing.map(({ name }) => name),
    unknown: rows.map(({ name }) => name).filter((name) => !known.has(name)),
  }
}

/** Applies the missing migrations, each in a transaction. Safe to run from many processes at once. */
export const migrate = async (
  url: string,
  directory: string = migrationsDirectory(),
): Promise<Migrated> => {
  const files = readMigrations(directory)
  const client = new Client({ connectionString: url, application_name: 'quantum-hub migrate' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey])
    return await applyMissing(client, files)
  } finally {
    // The lock goes with the session.
    await client.end()
  }
}
