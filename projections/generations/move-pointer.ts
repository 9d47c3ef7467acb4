import { setTimeout as pause } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { readModel } from '../../platform/positions/read-model.ts'
import { inTransaction } from '../runner/transaction.ts'
import { GenerationRefused } from './generations.ts'

export type Moved = {
  readonly from: number
  readonly to: number
  /** Where both were when readers went from one to the other. */
  readonly position: bigint
}

type Place = { readonly name: string; readonly generation: number; readonly position: bigint }

/** Nothing is committed to either while these rows are locked: both stand still. */
const standStill = `SELECT name, generation, position FROM projection_checkpoint
  WHERE generation = ANY($1) AND name LIKE $2 ORDER BY name FOR UPDATE`

const groupOf = ({ name }: Place): string => name.slice(name.indexOf('/') + 1)

/** Where all groups of both are, each pair at one place; undefined while one is ahead of the other. */
export const levelOf = (
  places: readonly Place[],
  one: number,
  other: number,
): bigint | undefined => {
  const of = (generation: number) =>
    new Map(
      places
        .filter((place) => place.generation === generation)
        .map((place) => [groupOf(place), place.position]),
    )
  const [here, there] = [of(one), of(other)]
  const isLevel = [...here].every(([group, position]) => there.get(group) === position)
  if (here.size === 0 || here.size !== there.size || !isLevel) return undefined
  return [...here.values()].reduce((least, each) => (each < least ? each : least))
}

const tryToMove = async (
  client: PoolClient,
  to: number,
  expected: number | undefined,
): Promise<Moved | undefined> => {
  const { rows: pointers } = await client.query<{ generation: number }>(
    'SELECT generation FROM generation_pointer WHERE read_model = $1 FOR UPDATE',
    [readModel],
  )
  const from = pointers[0]?.generation
  if (from === undefined) throw new GenerationRefused('no generation is live: start a projector')
  if (from === to) throw new GenerationRefused(`generation ${to} is live already`)
  if (expected !== undefined && from !== expected)
    throw new GenerationRefused(`generation ${from} is live now, no longer ${expected}`)
  const { rows: states } = await client.query<{ generation: number; state: string }>(
    'SELECT generation, state FROM read_model_generation WHERE generation = ANY($1) ORDER BY generation FOR UPDATE',
    [[from, to]],
  )
  const state = states.find(({ generation }) => generation === to)?.state ?? 'not there'
  if (state !== 'FOLLOWING') throw new GenerationRefused(`generation ${to} is ${state}`)
  const { rows } = await client.query<Place>(standStill, [[from, to], `${readModel}@%`])
  const position = levelOf(rows, from, to)
  if (position === undefined) return undefined
  await client.query(
    'UPDATE generation_pointer SET generation = $2, moved_at = now() WHERE read_model = $1',
    [readModel, to],
  )
  await client.query(
    `UPDATE read_model_generation SET left_at = CASE generation WHEN $1 THEN now() END
     WHERE generation IN ($1, $2)`,
    [from, to],
  )
  return { from, to, position }
}

const againMs = 50

/**
 * Readers go from the live generation to another one, in one transaction in which both stand at one exact position. Both
 * are brought forward before and after, so nothing is missing or stale, and the way back is the same. Refused when the live
 * one is not `expected`.
 */
export const movePointer = async (
  pool: Pool,
  to: number,
  {
    expected,
    deadlineMs = 30_000,
  }: { readonly expected?: number; readonly deadlineMs?: number } = {},
): Promise<Moved> => {
  const end = performance.now() + deadlineMs
  for (;;) {
    const moved = await inTransaction(pool, (client) => tryToMove(client, to, expected))
    if (moved !== undefined) return moved
    if (performance.now() > end)
      throw new GenerationRefused(
        `generation ${to} did not come level with the live one within ${deadlineMs / 1000} s: does a projector run?`,
      )
    await pause(againMs)
  }
}
