import type { Pool } from 'pg'
import type { IntegrationEventUntoldTable } from '../../platform/postgres/tables.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { EndedJob } from '../jobs/integration.ts'

/** The end of a job, passed over when it had no row. */
export type Untold = IntegrationEventUntoldTable

/** A stream that is no job's by its name has no row, and breaks no query. */
const jobOf = (stream: string): string =>
  `CASE WHEN ${stream} ~ '^job-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN substr(${stream}, 5)::uuid END`

const job = 'j.job_id, j.organisation, j.user_id, j.device_id, j.name'

/** What other systems are told of the jobs of these streams, where they have a row. By stream. */
export const endedJobs = async (
  pool: Pool,
  generation: number,
  streams: readonly string[],
): Promise<ReadonlyMap<string, EndedJob>> => {
  const { rows } = await pool.query<EndedJob & { readonly stream: string }>(
    `SELECT ended.stream, ${job} FROM unnest($1::text[]) AS ended (stream)
     JOIN ${schemaOfGeneration(generation)}.jobs j ON j.job_id = ${jobOf('ended.stream')}`,
    [streams],
  )
  return new Map(rows.map((row) => [row.stream, row]))
}

/** Ends behind a position whose jobs have a row by now, in log order. */
export const untoldWithRow = async (
  pool: Pool,
  generation: number,
  after: bigint,
  limit: number,
): Promise<readonly (Untold & EndedJob)[]> => {
  const { rows } = await pool.query<Untold & EndedJob>(
    `SELECT u.*, ${job} FROM integration_event_untold u
     JOIN ${schemaOfGeneration(generation)}.jobs j ON j.job_id = ${jobOf('u.stream')}
     WHERE u.position > $1 ORDER BY u.position LIMIT $2`,
    [after, limit],
  )
  return rows
}

export const forgetUntold = async (pool: Pool, ids: readonly string[]): Promise<void> => {
  await pool.query('DELETE FROM integration_event_untold WHERE event_id = ANY($1)', [ids])
}
