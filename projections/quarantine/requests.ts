import type { Pool } from 'pg'

/** What an operator asked of the quarantine, not done yet. */
export type QuarantineRequest = {
  readonly request_id: string
  readonly group_name: string
  readonly stream: string
  readonly action: 'RETRY' | 'SKIP'
  readonly reason: string | null
  readonly requested_by: string
}

export type QuarantineOutcome = 'DONE' | 'STILL_WAITING' | 'NEEDS_REBUILD' | 'FAILED'

export type Answer = { readonly outcome: QuarantineOutcome; readonly detail: string }

export const openRequests = async (
  pool: Pool,
  groups: readonly string[],
): Promise<readonly QuarantineRequest[]> => {
  const { rows } = await pool.query<QuarantineRequest>(
    `SELECT request_id, group_name, stream, action, reason, requested_by FROM quarantine_request
     WHERE outcome IS NULL AND group_name = ANY($1) ORDER BY requested_at`,
    [groups],
  )
  return rows
}

export const answerRequest = async (
  pool: Pool,
  { request_id }: QuarantineRequest,
  { outcome, detail }: Answer,
): Promise<void> => {
  await pool.query(
    `UPDATE quarantine_request SET outcome = $2, detail = $3, done_at = now() WHERE request_id = $1`,
    [request_id, outcome, detail],
  )
}
