import type { Pool } from 'pg'
import { migrationsDirectory, readMigrations } from '../../platform/postgres/migration-files.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { listGenerations } from '../../projections/generations/generations.ts'
import { generationTables } from '../../projections/groups.ts'
import { ok, warning, wrong, type Check, type Finding } from './finding.ts'

/** More and what is signed, expires or is due is judged wrongly. */
const mostSkewSeconds = 5

const server: Check = {
  name: 'postgres',
  look: async ({ pool: open, now }) => {
    const pool = await open()
    const before = now().getTime()
    const { rows } = await pool.query<{ readonly version: string; readonly ms: number }>(
      `SELECT current_setting('server_version') AS version,
         extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms`,
    )
    const after = now().getTime()
    const { version = '', ms = after } = rows[0] ?? {}
    const skew = (ms - (before + after) / 2) / 1000
    const line = `Postgres ${version}; its clock differs from this one by ${Math.abs(skew).toFixed(1)} s`
    return [
      Math.abs(skew) > mostSkewSeconds
        ? warning(line, 'set both clocks by NTP: timedatectl status')
        : ok(line),
    ]
  },
}

const migrations: Check = {
  name: 'migrations',
  look: async ({ pool: open }) => {
    const pool = await open()
    const { rows } = await pool.query<{ readonly name: string; readonly checksum: string }>(
      'SELECT name, checksum FROM schema_migration',
    )
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]))
    const files = readMigrations(migrationsDirectory())
    const pending = files.filter(({ name }) => !applied.has(name))
    const changed = files.filter(
      ({ name, checksum }) => (applied.get(name) ?? checksum) !== checksum,
    )
    const own = new Set(files.map(({ name }) => name))
    const later = rows.filter(({ name }) => !own.has(name))
    const said: readonly Finding[] = [
      ...pending.map(({ name }) =>
        warning(
          `${name} is not applied yet`,
          'the next start of this build applies it: qhub start',
        ),
      ),
      ...changed.map(({ name }) =>
        wrong(`${name} is not as it was applied`, 'restore the file; what changes is a new one'),
      ),
      ...later.map(({ name }) =>
        warning(`${name} was applied by a later build`, 'run that build, or one after it'),
      ),
    ]
    return said.length === 0 ? [ok(`all ${files.length} are applied`)] : said
  },
}

type Index = {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly definition: string
  readonly usable: boolean
}

const indexesOf = async (pool: Pool, schemas: readonly string[]): Promise<readonly Index[]> => {
  const { rows } = await pool.query<Index>(
    `SELECT n.nspname AS schema, t.relname AS "table", i.relname AS name,
       concat(x.indisunique, regexp_replace(pg_get_indexdef(x.indexrelid), '^.* ON \\S+', '')) AS definition,
       x.indisvalid AND x.indisready AS usable
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
       JOIN pg_namespace n ON n.oid = t.relnamespace
     WHERE n.nspname = ANY($1)`,
    [schemas],
  )
  return rows
}

/** Those that the form of all generations has, and a generation has not. */
const missingIn = (schema: string, all: readonly Index[]): readonly Index[] => {
  const placed = ({ table, definition }: Index): string => `${table} ${definition}`
  const there = new Set(all.filter((index) => index.schema === schema).map(placed))
  const tables = new Set<string>(generationTables)
  return all.filter(
    (index) => index.schema === 'public' && tables.has(index.table) && !there.has(placed(index)),
  )
}

const indexes: Check = {
  name: 'indexes',
  look: async ({ pool: open }) => {
    const pool = await open()
    const following = (await listGenerations(pool)).filter(({ state }) => state === 'FOLLOWING')
    const schemas = following.map(({ generation }) => schemaOfGeneration(generation))
    const all = await indexesOf(pool, [...new Set(['public', ...schemas])])
    const said: readonly Finding[] = [
      ...all
        .filter(({ usable }) => !usable)
        .map(({ schema, name }) =>
          wrong(
            `${schema}.${name} is invalid: nothing reads it`,
            `REINDEX INDEX ${schema}.${name}`,
          ),
        ),
      ...schemas.flatMap((schema) =>
        missingIn(schema, all).map(({ table, name }) =>
          wrong(
            `${schema}.${table} lacks the index ${name}`,
            'build the generation again: qhub replay start',
          ),
        ),
      ),
    ]
    return said.length === 0
      ? [ok(`${all.length} indexes are valid, and every generation has its own`)]
      : said
  },
}

export const postgresChecks: readonly Check[] = [server, migrations, indexes]
