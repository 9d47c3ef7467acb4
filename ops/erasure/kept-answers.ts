import type { Pool } from 'pg'
import type { Cache } from '../../platform/cache/cache.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { answerKey } from '../../write-api/commands/kept-answers.ts'

const page = 1_000

/** Removes the answers that are kept for a person and for their API keys; how many there were. */
export const forgetAnswers = async (
  pool: Pool,
  cache: Cache,
  live: number,
  userId: string,
): Promise<number> => {
  const schema = schemaOfGeneration(live)
  const { rows } = await pool.query<{ command_id: string }>(
    `SELECT DISTINCT command_id FROM ${schema}.event_log
     WHERE at > now() - interval '25 hours' AND (actor_id = $1 OR actor_id IN (
       SELECT key_id::text FROM ${schema}.api_keys WHERE created_by::text = $1))`,
    [userId],
  )
  const keys = rows.map(({ command_id }) => answerKey(command_id))
  let found = 0
  for (let at = 0; at < keys.length; at += page) {
    const some = keys.slice(at, at + page)
    found += (await cache.getMany(some)).filter((value) => value !== undefined).length
    await cache.write(some.map((key) => ({ kind: 'delete', key })))
  }
  return found
}
