import type { Pool, PoolClient } from 'pg'
import {
  type MigrationFile,
  migrationsDirectory,
  readMigrations,
} from '../../platform/postgres/migration-files.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { generationTables } from '../groups.ts'
import { inTransaction } from '../runner/transaction.ts'
import { statementsOf } from './statements-of.ts'

/** Any constant: processes that start together do this one after the other. */
const lockKey = 7_263_548_162

const ofGenerations: ReadonlySet<string> = new Set(generationTables)

/** Generations with a schema of their own, and the migrations that came after their form was made. */
const missing = `SELECT g.generation, m.name FROM read_model_generation g
  JOIN schema_migration m ON m.applied_at > g.started_at
  WHERE g.state <> 'DROPPED' AND g.generation > 1 AND NOT EXISTS (
    SELECT FROM generation_migration done WHERE done.generation = g.generation AND done.name = m.name)
  ORDER BY g.generation, m.name`

const bringThrough = async (
  client: PoolClient,
  generation: number,
  { name, sql }: MigrationFile,
): Promise<void> => {
  const schema = schemaOfGeneration(generation)
  // Tables are found, and made, in the generation's schema; functions and types are those of the first.
  await client.query(`SET LOCAL search_path TO ${schema}, public`)
  for (const statement of statementsOf(sql))
    if (statement.table !== undefined && ofGenerations.has(statement.table))
      await client.query(statement.sql)
  await client.query('INSERT INTO public.generation_migration (generation, name) VALUES ($1, $2)', [
    generation,
    name,
  ])
}

/**
 * After an upgrade: the tables of generations that were built before it are given the form that the migrations gave to the
 * first one's. Answers what was done; nothing when all have it. All of it or nothing.
 */
export const catchUpForm = (
  pool: Pool,
  files: readonly MigrationFile[] = readMigrations(migrationsDirectory()),
): Promise<readonly { readonly generation: number; readonly name: string }[]> =>
  inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
    await client.query('SET LOCAL statement_timeout = 0')
    const { rows } = await client.query<{ generation: number; name: string }>(missing)
    for (const { generation, name } of rows) {
      const file = files.find((each) => each.name === name)
      // Of a newer build: its own hub brings it through.
      if (file !== undefined) await bringThrough(client, generation, file)
    }
    return rows
  })
