import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Pool } from 'pg'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { migrate } from '../../platform/postgres/migrate.ts'
import { migrationsDirectory, readMigrations } from '../../platform/postgres/migration-files.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { generationTables } from '../groups.ts'
import { catchUpForm } from './catch-up-form.ts'

const server = await startTestPostgres({ migrated: false })
t.teardown(() => server.stop())

/** The last migration before generations got tables and columns that they had not begun with. */
const last = '0022'

/** A database as an older build left it: a second generation beside the first, each with a person in it. */
const leftByOlderBuild = async () => {
  const url = await server.emptyDatabase()
  const older = mkdtempSync(join(tmpdir(), 'qhub-older-'))
  for (const { name } of readMigrations(migrationsDirectory()))
    if (name.slice(0, 4) <= last) copyFileSync(join(migrationsDirectory(), name), join(older, name))
  await migrate(url, older)
  rmSync(older, { recursive: true })
  const { pool, close } = await connectPostgres(url)
  await pool.query('CREATE SCHEMA g2')
  for (const table of generationTables)
    await pool.query(
      `DO $$ BEGIN IF to_regclass('public.${table}') IS NOT NULL THEN
         CREATE TABLE g2.${table} (LIKE public.${table} INCLUDING ALL); END IF; END $$`,
    )
  await pool.query(`INSERT INTO read_model_generation (generation, state) VALUES (2, 'FOLLOWING')`)
  await pool.query(
    `INSERT INTO g2.api_keys (key_id, organisation_id, created_by, name, prefix, last4, scopes, created_at, expires_at,
       created_position, revision, position)
     SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'k', 'qhub', 'abcd', '{}', now(), now(), 1, 0, 1`,
  )
  await migrate(url)
  return { pool, close }
}

const formOf = async (pool: Pool, schema: string) => {
  const columns = await pool.query(
    `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
     WHERE table_schema = $1 AND table_name = ANY($2) ORDER BY table_name, column_name`,
    [schema, generationTables],
  )
  const constraints = await pool.query(
    `SELECT c.relname, pg_get_constraintdef(o.oid) AS definition FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = ANY($2) AND o.contype IN ('c', 'p') ORDER BY 1, 2`,
    [schema, generationTables],
  )
  const indexes = await pool.query(
    `SELECT tablename, regexp_replace(indexdef, '^.* USING ', '') AS definition FROM pg_indexes
     WHERE schemaname = $1 AND tablename = ANY($2) ORDER BY 1, 2`,
    [schema, generationTables],
  )
  return { columns: columns.rows, constraints: constraints.rows, indexes: indexes.rows }
}

t.test(
  'a generation of an older build gets the form of the first, its rows included',
  async (t) => {
    const { pool, close } = await leftByOlderBuild()
    t.teardown(close)
    const done = await catchUpForm(pool)
    t.ok(done.length > 5, `${done.length} migrations`)
    t.same(await formOf(pool, 'g2'), await formOf(pool, 'public'))
    const { rows } = await pool.query('SELECT key_id = meter_id AS filled FROM g2.api_keys')
    t.same(rows, [{ filled: true }], 'what a migration fills in is filled in')
    t.same(await catchUpForm(pool), [], 'once')
  },
)

t.test('two that start at once do it once; a generation that is gone is left alone', async (t) => {
  const { pool, close } = await leftByOlderBuild()
  t.teardown(close)
  await pool.query(`INSERT INTO read_model_generation (generation, state) VALUES (3, 'DROPPED')`)
  const [one, other] = await Promise.all([catchUpForm(pool), catchUpForm(pool)])
  t.ok((one.length === 0) !== (other.length === 0), 'one of them')
})
