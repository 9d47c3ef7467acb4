import type { Pool } from 'pg'
import type { BuildStep } from '../generations/build.ts'

export type ReplayWish = 'RUN' | 'PAUSE' | 'CANCEL'

/** Bounds within which a builder works; null: none. */
export type Bounds = {
  readonly eventsPerSecond: number | null
  /** It rests while the rows that readers follow are further behind the log. */
  readonly lagSeconds: number | null
}

/** A little late is not worth resting for; what readers notice is. */
export const usualBounds: Bounds = { eventsPerSecond: null, lagSeconds: 2 }

export type Resting = 'LIVE_LAG' | 'PACE'

/** What operators wish of a generation that is built, and what its builder last said. */
export type Replay = Bounds & {
  readonly generation: number
  /** Built from the log; null: all. */
  readonly groups: readonly string[] | null
  /** Of these only the rows of one stream; null: all rows. */
  readonly stream: string | null
  readonly wish: ReplayWish
  readonly wishedBy: string
  readonly wishedAt: Date
  readonly phase: BuildStep['phase'] | null
  readonly position: bigint
  /** Events of the log up to there. */
  readonly events: bigint
  readonly eventsLeft: bigint | null
  /** Events a second, lately. */
  readonly rate: number | null
  readonly resting: Resting | null
  readonly error: string | null
  readonly builder: string | null
  /** When the builder last said something. */
  readonly toldAt: Date | null
  /** For how long somebody has built it, in all. */
  readonly busySeconds: number
}

const columns = `r.generation, r.groups, r.stream, r.wish, r.wished_by AS "wishedBy", r.wished_at AS "wishedAt",
  r.events_per_second AS "eventsPerSecond", r.lag_seconds AS "lagSeconds", r.phase, r.position, r.events,
  r.events_left AS "eventsLeft", r.rate, r.resting, r.error, r.builder, r.told_at AS "toldAt",
  r.busy_seconds AS "busySeconds"`

export const listReplays = async (pool: Pick<Pool, 'query'>): Promise<readonly Replay[]> => {
  const { rows } = await pool.query<Replay>(`SELECT ${columns} FROM replay r ORDER BY r.generation`)
  return rows
}

/** Of the generation that is being built; there is one at most. */
export const openReplay = async (pool: Pick<Pool, 'query'>): Promise<Replay | undefined> => {
  const { rows } = await pool.query<Replay>(
    `SELECT ${columns} FROM replay r JOIN read_model_generation g USING (generation)
     WHERE g.state = 'BUILDING' ORDER BY r.generation LIMIT 1`,
  )
  return rows[0]
}

/** What the builder says of itself, every now and then. */
export type Told = Pick<
  Replay,
  'phase' | 'position' | 'events' | 'eventsLeft' | 'rate' | 'resting' | 'builder'
> & { readonly moreSeconds: number }

export const tellReplay = async (
  pool: Pick<Pool, 'query'>,
  generation: number,
  told: Told,
): Promise<void> => {
  await pool.query(
    `UPDATE replay SET phase = $2, position = $3, events = $4, events_left = $5, rate = $6, resting = $7,
       builder = $8, busy_seconds = busy_seconds + $9, error = NULL, told_at = now() WHERE generation = $1`,
    [
      generation,
      told.phase,
      told.position,
      told.events,
      told.eventsLeft,
      told.rate,
      told.resting,
      told.builder,
      told.moreSeconds,
    ],
  )
}

/** It cannot go on by itself: an operator is to look, and resume it. False when something else is wished of it by now. */
export const giveUpReplay = async (
  pool: Pick<Pool, 'query'>,
  generation: number,
  error: string,
): Promise<boolean> => {
  const { rowCount } = await pool.query(
    `UPDATE replay SET wish = 'PAUSE', error = $2, resting = NULL, told_at = now()
     WHERE generation = $1 AND wish = 'RUN'`,
    [generation, error],
  )
  return rowCount === 1
}

/** A builder that says nothing for so long is not there. */
export const silentAfterMs = 5_000

export const isBuilding = ({ toldAt, wish, phase }: Replay, now: Date = new Date()): boolean =>
  wish === 'RUN' &&
  phase !== 'DONE' &&
  toldAt !== null &&
  now.getTime() - toldAt.getTime() < silentAfterMs

/** From 0 to 1; null before anything is known. */
export const progressOf = ({ events, eventsLeft, phase }: Replay): number | null => {
  if (phase === 'DONE') return 1
  if (eventsLeft === null) return null
  const all = events + eventsLeft
  return all === 0n ? 1 : Number(events) / Number(all)
}

/** At the rate of late; null while that is not known, or it stands. */
export const secondsLeftOf = ({ eventsLeft, rate, phase }: Replay): number | null => {
  if (phase === 'DONE') return 0
  if (eventsLeft === null || rate === null || rate === 0) return null
  return Number(eventsLeft) / rate
}
