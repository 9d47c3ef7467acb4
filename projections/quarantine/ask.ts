import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from 'pg'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { liveGeneration } from '../generations/generations.ts'
import type { QuarantineRow } from '../runner/tables.ts'
import type { Answer } from './requests.ts'

/** What waits in the generation that readers follow, in log order. */
export const listQuarantine = async (
  pool: Pool,
  stream?: string,
): Promise<readonly QuarantineRow[]> => {
  const { generation } = await liveGeneration(pool)
  const { rows } = await pool.query<QuarantineRow>(
    `SELECT * FROM ${schemaOfGeneration(generation)}.quarantine
     WHERE $1::text IS NULL OR stream = $1 ORDER BY position, group_name`,
    [stream ?? null],
  )
  return rows
}

export type Wish = {
  readonly stream: string
  /** Every group in which the stream waits. */
  readonly groups: readonly string[]
  readonly action: 'RETRY' | 'SKIP'
  /** Of a skip: why. It is kept for ever. */
  readonly reason?: string
  readonly by: string
}

export type GroupAnswer = Answer & { readonly group: string }

/** How it is asked: under which ids, so that it can be asked again, and how long an answer is waited for. */
export type Asking = {
  readonly requestId?: (group: string) => string
  readonly deadlineMs?: number
}

const againMs = 100

/** Asks the projectors and waits for what came of it; a group that nobody answers for is left out. */
export const askQuarantine = async (
  pool: Pool,
  { stream, groups, action, reason, by }: Wish,
  { requestId = () => randomUUID(), deadlineMs = 30_000 }: Asking = {},
): Promise<readonly GroupAnswer[]> => {
  const ids: string[] = []
  for (const group of groups) {
    const id = requestId(group)
    ids.push(id)
    await pool.query(
      `INSERT INTO quarantine_request (request_id, group_name, stream, action, reason, requested_by)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [id, group, stream, action, reason ?? null, by],
    )
  }
  const end = performance.now() + deadlineMs
  for (;;) {
    const { rows } = await pool.query<GroupAnswer>(
      `SELECT group_name AS group, outcome, detail FROM quarantine_request
       WHERE request_id = ANY($1) AND outcome IS NOT NULL ORDER BY group_name`,
      [ids],
    )
    if (rows.length === ids.length || performance.now() > end) return rows
    await pause(againMs)
  }
}
