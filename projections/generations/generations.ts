import type { Pool } from 'pg'
import { readModel } from '../../platform/positions/read-model.ts'
import { inTransaction } from '../runner/transaction.ts'

export type GenerationState = 'BUILDING' | 'FOLLOWING' | 'DROPPED'

/** A generation as an operator sees it. */
export type Generation = {
  readonly generation: number
  readonly state: GenerationState
  /** Readers follow it. */
  readonly live: boolean
  /** Of the group that is furthest behind. */
  readonly position: bigint
  /** Events of the log up to there. */
  readonly events: bigint
  readonly movedAt: Date | null
  readonly startedAt: Date
  readonly leftAt: Date | null
}

/** A wish that the state of the generations forbids. */
export class GenerationRefused extends Error {
  override readonly name: string = 'GenerationRefused'
  readonly code = 'generation-refused'
}

export const listGenerations = async (pool: Pool): Promise<readonly Generation[]> => {
  const { rows } = await pool.query<Generation>(
    `SELECT g.generation, g.state, g.started_at AS "startedAt", g.left_at AS "leftAt",
       g.generation IS NOT DISTINCT FROM p.generation AS live,
       coalesce(min(c.position), 0) AS position, coalesce(min(c.events), 0) AS events,
       min(c.updated_at) AS "movedAt"
     FROM read_model_generation g
       LEFT JOIN generation_pointer p ON p.read_model = $1
       LEFT JOIN projection_checkpoint c ON c.generation = g.generation AND c.name LIKE $2
     GROUP BY g.generation, p.generation ORDER BY g.generation`,
    [readModel, `${readModel}@%`],
  )
  return rows
}

export const generationNumbered = async (pool: Pool, wanted: number): Promise<Generation> => {
  const found = (await listGenerations(pool)).find(({ generation }) => generation === wanted)
  if (found === undefined) throw new GenerationRefused(`there is no generation ${wanted}`)
  return found
}

export const liveGeneration = async (pool: Pool): Promise<Generation> => {
  const found = (await listGenerations(pool)).find(({ live }) => live)
  if (found === undefined) throw new GenerationRefused('no generation is live: start a projector')
  return found
}

/** The generation that is being built: the one that was begun, or the next. */
export const beginGeneration = async (pool: Pool): Promise<Generation> => {
  const all = await listGenerations(pool)
  const begun = all.find(({ state }) => state === 'BUILDING')
  if (begun !== undefined) return begun
  const beside = all.find(({ state, live }) => state === 'FOLLOWING' && !live)
  if (beside !== undefined)
    throw new GenerationRefused(
      `generation ${beside.generation} is there beside the live one: promote or drop it first`,
    )
  const next = Math.max(0, ...all.map(({ generation }) => generation)) + 1
  await pool.query(
    `INSERT INTO read_model_generation (generation, state) VALUES ($1, 'BUILDING')`,
    [next],
  )
  return generationNumbered(pool, next)
}

/** Whoever changes a wish locks the row as well: the wish that was noted last is seen. */
const locked = 'SELECT state FROM read_model_generation WHERE generation = $1 FOR UPDATE'

/**
 * From now on the projectors bring it forward with the others, unless an operator wants it no more. Resolves with whether
 * they do.
 */
export const followGeneration = (pool: Pool, generation: number): Promise<boolean> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ state: GenerationState }>(locked, [generation])
    const state = rows[0]?.state
    if (state !== 'BUILDING') return state === 'FOLLOWING'
    const { rowCount } = await client.query(
      `UPDATE read_model_generation SET state = 'FOLLOWING', followed_at = now() WHERE generation = $1
         AND NOT EXISTS (SELECT FROM replay WHERE generation = $1 AND wish = 'CANCEL')`,
      [generation],
    )
    return rowCount === 1
  })
