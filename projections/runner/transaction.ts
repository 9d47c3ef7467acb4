import type { Pool, PoolClient } from 'pg'

/** A connection that sends a query before the one ahead of it is answered. */
const isPipelined = (client: object): boolean => 'pipeline' in client && client.pipeline === true

type Answers<Queries extends readonly (() => Promise<unknown>)[]> = {
  -readonly [Index in keyof Queries]: Awaited<ReturnType<Queries[Index]>>
}

/** Queries of which none needs another's answer, in their order: at once where the connection can, else one by one. */
export const together = async <const Queries extends readonly (() => Promise<unknown>)[]>(
  client: PoolClient,
  queries: Queries,
): Promise<Answers<Queries>> => {
  const answers: unknown[] = []
  if (!isPipelined(client)) for (const query of queries) answers.push(await query())
  else {
    const all = await Promise.allSettled(queries.map((query) => query()))
    // The first that failed tells why; those behind it say that the transaction has failed.
    for (const each of all)
      if (each.status === 'fulfilled') answers.push(each.value)
      else throw each.reason
  }
  // Each answer stands where its query does.
  return answers as Answers<Queries>
}

/**
 * A client in a transaction. Whoever falls silent in the middle of it, as a frozen process does, loses its locks before
 * others lose patience.
 */
export const begin = async (pool: Pool, mode = ''): Promise<PoolClient> => {
  const client = await pool.connect()
  try {
    // Waited for: what follows a BEGIN that failed would be written for good, each query by itself.
    await client.query(`BEGIN ${mode}; SET LOCAL idle_in_transaction_session_timeout = '5s'`)
    return client
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Does the work and ends the transaction that the client is in: all of it, or nothing when it throws. */
export const endTransaction = async <T>(
  client: PoolClient,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> => {
  let broken = true
  try {
    try {
      const value = await work(client)
      await client.query('COMMIT')
      broken = false
      return value
    } catch (error) {
      await client.query('ROLLBACK')
      broken = false
      throw error
    }
  } finally {
    // A connection that could not even roll back is not given to the next.
    client.release(broken)
  }
}

/** The work in one transaction. */
export const inTransaction = async <T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  mode = '',
): Promise<T> => endTransaction(await begin(pool, mode), work)
