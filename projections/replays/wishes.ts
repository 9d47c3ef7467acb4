import type { Pool, PoolClient } from 'pg'
import { GenerationRefused } from '../generations/generations.ts'
import { groups as allGroups } from '../groups.ts'
import { inTransaction } from '../runner/transaction.ts'
import { usualBounds, type Bounds, type Replay, type ReplayWish } from './replay.ts'

export type StartWish = Partial<Bounds> & {
  /** Groups of tables to build from the log. Default: all. */
  readonly groups?: readonly string[]
  /** Only this stream's rows of them. Default: all rows. */
  readonly stream?: string
} & Asking

/** Who wishes, and the operator's action under which it happens once, however often it is asked for. */
type Asking = { readonly by: string; readonly actionId?: string }

/** Any constant: wishes are noted one after the other. */
const lockKey = 7_263_548_163

const noted = 'SELECT generation FROM replay WHERE $1 = ANY(actions)'
const note = 'UPDATE replay SET actions = actions || $2::uuid WHERE generation = $1'

/** Does the work, which names a generation, unless the action has done it before. Resolves with the generation. */
const inTurn = (
  pool: Pool,
  { actionId }: Pick<Asking, 'actionId'>,
  work: (client: PoolClient) => Promise<number>,
): Promise<number> =>
  inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey])
    if (actionId === undefined) return work(client)
    const { rows } = await client.query<{ generation: number }>(noted, [actionId])
    const [before] = rows
    if (before !== undefined) return before.generation
    const generation = await work(client)
    await client.query(note, [generation, actionId])
    return generation
  })

/** The names, each once and in the order of the list; throws for one that is no group's. */
export const knownGroups = (names: readonly string[]): readonly string[] => {
  const known = allGroups.map(({ name }) => name)
  const strange = names.find((name) => !known.includes(name))
  if (strange !== undefined)
    throw new GenerationRefused(
      `there is no group of tables ${strange}: there are ${known.join(', ')}`,
    )
  return known.filter((name) => names.includes(name))
}

type Scope = Pick<Replay, 'groups' | 'stream'>

const namesOf = ({ groups, stream }: Scope): string => {
  const models = groups === null ? 'all read models' : groups.join(', ')
  return stream === null ? models : `the rows of ${stream} in ${models}`
}

type Begun = Scope & {
  readonly generation: number
  readonly state: string
  readonly wish: ReplayWish | null
}

const begun = `SELECT g.generation, g.state, r.groups, r.stream, r.wish FROM read_model_generation g
  LEFT JOIN replay r USING (generation)
  LEFT JOIN generation_pointer p ON p.read_model = 'read-model' AND p.generation = g.generation
  WHERE g.state = 'BUILDING' OR (g.state = 'FOLLOWING' AND p.generation IS NULL)
  ORDER BY g.state LIMIT 1`

/** The generation that is to be built: the one that was begun with the same scope, or the next. */
const generationFor = async (client: PoolClient, scope: Scope): Promise<number> => {
  const { rows } = await client.query<Begun>(begun)
  const [found] = rows
  if (found === undefined) {
    const { rows: next } = await client.query<{ generation: number }>(
      `INSERT INTO read_model_generation (generation, state)
       SELECT coalesce(max(generation), 0) + 1, 'BUILDING' FROM read_model_generation RETURNING generation`,
    )
    return next[0]?.generation ?? 1
  }
  const { generation, state, wish } = found
  if (state === 'FOLLOWING')
    throw new GenerationRefused(
      `generation ${generation} is there beside the live one: promote or drop it first`,
    )
  if (wish === 'CANCEL')
    throw new GenerationRefused(
      `generation ${generation} is being given up: ask again when a hub with the role projector has dropped it`,
    )
  if (namesOf(found) !== namesOf(scope))
    throw new GenerationRefused(
      `generation ${generation} is being built of ${namesOf(found)}: cancel it first`,
    )
  return generation
}

/** Asks for a generation to be built, or for the one that was begun to be built on. Resolves with its number. */
export const wishStart = async (pool: Pool, wish: StartWish): Promise<number> => {
  const groups = wish.groups === undefined ? null : knownGroups(wish.groups)
  if (groups?.length === 0) throw new GenerationRefused('no group of tables is named')
  // All of them by name is all of them.
  const scope: Scope = {
    groups: groups?.length === allGroups.length ? null : groups,
    stream: wish.stream ?? null,
  }
  return inTurn(pool, wish, async (client) => {
    const generation = await generationFor(client, scope)
    const bounds = { ...usualBounds, ...wish }
    await client.query(
      `INSERT INTO replay (generation, groups, events_per_second, lag_seconds, wished_by, stream)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (generation) DO UPDATE SET wish = 'RUN', error = NULL, wished_by = $5, wished_at = now(),
         events_per_second = $3, lag_seconds = $4`,
      [generation, scope.groups, bounds.eventsPerSecond, bounds.lagSeconds, wish.by, scope.stream],
    )
    return generation
  })
}

type Asked = Asking & { readonly generation?: number | undefined }

/** Until the wish is noted nobody lets the generation be followed. */
const lockBuilding = "SELECT FROM read_model_generation WHERE state = 'BUILDING' FOR UPDATE"

/** Changes a wish for the generation that is being built. Resolves with its number. */
const change = (
  pool: Pool,
  { generation, by, actionId }: Asked,
  set: string,
  values: readonly unknown[],
): Promise<number> =>
  inTurn(pool, actionId === undefined ? {} : { actionId }, async (client) => {
    await client.query(lockBuilding)
    const { rows } = await client.query<{ generation: number }>(
      `UPDATE replay r SET ${set}, wished_by = $2, wished_at = now() FROM read_model_generation g
       WHERE g.generation = r.generation AND g.state = 'BUILDING' AND r.wish <> 'CANCEL'
         AND ($1::int IS NULL OR r.generation = $1) RETURNING r.generation`,
      [generation ?? null, by, ...values],
    )
    const [found] = rows
    if (found !== undefined) return found.generation
    throw new GenerationRefused(
      generation === undefined
        ? 'no generation is being built'
        : `generation ${generation} is not being built`,
    )
  })

const wishing =
  (wish: ReplayWish) =>
  (pool: Pool, asked: Asked): Promise<number> =>
    change(pool, asked, 'wish = $3, error = NULL', [wish])

/** The builder stops within a second; what is done stays done. */
export const wishPause = wishing('PAUSE')
export const wishResume = wishing('RUN')
/** The builder stops, and what it built is dropped. */
export const wishCancel = wishing('CANCEL')

/** Only the bounds that are named change. */
export const wishBounds = (pool: Pool, asked: Asked, bounds: Partial<Bounds>): Promise<number> => {
  const { eventsPerSecond, lagSeconds } = bounds
  return change(
    pool,
    asked,
    `events_per_second = CASE WHEN $3 THEN $4 ELSE events_per_second END,
     lag_seconds = CASE WHEN $5 THEN $6 ELSE lag_seconds END`,
    [
      eventsPerSecond !== undefined,
      eventsPerSecond ?? null,
      lagSeconds !== undefined,
      lagSeconds ?? null,
    ],
  )
}
