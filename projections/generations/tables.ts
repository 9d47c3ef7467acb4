import type { Pool, PoolClient } from 'pg'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { generationTables } from '../groups.ts'
import { inTransaction } from '../runner/transaction.ts'

/** The tables that the migrations made are the form of every generation's. */
const form = 'public'

const primaryKey = `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
  WHERE contype = 'p' AND conrelid = $1::regclass`

const otherIndexes = `SELECT pg_get_indexdef(indexrelid) AS definition FROM pg_index
  WHERE NOT indisprimary AND indrelid = $1::regclass`

type Definition = { readonly definition: string }

const createTable = async (client: PoolClient, schema: string, table: string): Promise<void> => {
  const { rows: found } = await client.query('SELECT WHERE to_regclass($1) IS NOT NULL', [
    `${schema}.${table}`,
  ])
  if (found.length > 0) return
  await client.query(
    `CREATE TABLE ${schema}.${table} (LIKE ${form}.${table} INCLUDING ALL EXCLUDING INDEXES)`,
  )
  const { rows } = await client.query<Definition>(primaryKey, [`${form}.${table}`])
  for (const { definition } of rows)
    await client.query(`ALTER TABLE ${schema}.${table} ADD ${definition}`)
}

/** A generation's tables, empty and with their keys only: the other indexes are made when the rows are there. */
export const createTables = (pool: Pool, generation: number): Promise<void> =>
  inTransaction(pool, async (client) => {
    const schema = schemaOfGeneration(generation)
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`)
    for (const table of generationTables) await createTable(client, schema, table)
  })

/** The indexes of the tables, all at once over all rows, which takes a fraction of keeping them up to date row by row. */
export const createIndexes = (
  pool: Pool,
  generation: number,
  tables: readonly string[] = generationTables,
): Promise<void> =>
  inTransaction(pool, async (client) => {
    const schema = schemaOfGeneration(generation)
    await client.query('SET LOCAL statement_timeout = 0')
    for (const table of tables) {
      const { rows } = await client.query<Definition>(otherIndexes, [`${form}.${table}`])
      for (const { definition } of rows)
        await client.query(
          definition
            .replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX IF NOT EXISTS ')
            .replace(` ON ${form}.`, ` ON ${schema}.`),
        )
      await client.query(`ANALYZE ${schema}.${table}`)
    }
  })

/** The first generation's tables stay, empty: they are the form of the others. */
export const dropTables = async (pool: Pool, generation: number): Promise<void> => {
  const schema = schemaOfGeneration(generation)
  if (schema === form)
    await pool.query(`TRUNCATE ${generationTables.map((table) => `${form}.${table}`).join(', ')}`)
  else await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
}
