import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { observePool, observeStatement } from './observe.ts'
import type { InfrastructureTables } from './tables.ts'
import { valueTypes } from './types.ts'

export type Postgres<Database = InfrastructureTables> = {
  readonly db: Kysely<Database>
  readonly pool: Pool
  /** Waits for open queries, then disconnects. */
  readonly close: () => Promise<void>
}

export type PostgresOptions = {
  /** Shown in pg_stat_activity. */
  readonly name?: string
  /** Most connections at a time. Default 10. */
  readonly connections?: number
  /** Queries are sent before those ahead of them are answered. Default false: COPY cannot be. */
  readonly pipelined?: boolean
  /** The server ends a statement that takes longer. Default 30 s; 0 for never. */
  readonly statementTimeoutMs?: number
  /** Called for a connection that is lost while nobody waits for it; the pool opens another. */
  readonly onError?: (error: Error) => void
}

/** Connects, and proves it with one query; rejects with the server's reason. */
export const connectPostgres = async <Database = InfrastructureTables>(
  url: string,
  options: PostgresOptions = {},
): Promise<Postgres<Database>> => {
  const { name = 'quantum-hub', connections = 10, statementTimeoutMs = 30_000 } = options
  const { pipelined = false } = options
  // The driver's types do not know it yet.
  const transport = { pipeline: pipelined }
  let closing = false
  // What a connection says while it is being closed, such as that the server ends too, is no trouble.
  const onError = (error: Error): void => {
    if (!closing) options.onError?.(error)
  }
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    max: connections,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: valueTypes,
    ...transport,
  })
  // The pool reports for idle clients; one that is lost between two queries of a transaction reports
  // itself, and without a listener that would end the process.
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    log: observeStatement,
  })
  const forget = observePool(pool, name)
  // kysely ends the pool only once a query of its own has run.
  const close = async (): Promise<void> => {
    closing = true
    forget()
    await db.destroy()
    if (!pool.ending) await pool.end()
  }
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await close()
    throw error
  }
  return { db, pool, close }
}
