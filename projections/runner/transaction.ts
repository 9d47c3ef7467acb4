import type { Pool, PoolClient } from 'pg'

/**
 * The work in one transaction: all of it, or nothing when it throws. Whoever falls silent in the middle, as a frozen
 * process does, loses its locks before others lose patience.
 */
export const inTransaction = async <T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  mode = '',
): Promise<T> => {
  const client = await pool.connect()
  let broken = true
  try {
    await client.query(`BEGIN ${mode}; SET LOCAL idle_in_transaction_session_timeout = '5s'`)
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
