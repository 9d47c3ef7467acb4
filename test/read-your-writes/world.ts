import { setTimeout as pause } from 'node:timers/promises'
import { GraphQLError } from 'graphql'
import type { Pool } from 'pg'
import { subjects } from '../../platform/positions/notices.ts'
import { followPositions, type Positions } from '../../platform/positions/positions.ts'
import { checkpointOf, readModel } from '../../platform/positions/read-model.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Postgres } from '../../platform/postgres/connect.ts'
import { meet } from '../../read-api/freshness/at-least.ts'

export const groups = ['jobs', 'billing'] as const
export const generations = [1, 2] as const
export type Group = (typeof groups)[number]
export type Generation = (typeof generations)[number]

/** A fault for the property to find: the projector tells of what it has not committed, or commits rows after their checkpoint. */
export type Planted = 'told-early' | 'rows-late'

/** What became of the questions, to see that all kinds were there. */
export type Tally = { answered: number; stale: number; waited: number; promoted: number }

const isStale = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions['code'] === 'STALE_READ'

/**
 * A log that is a number, its projectors in steps that the test orders, readers and clients. Rows, checkpoints and the
 * pointer are in Postgres and notices on the bus, as the hub's are; the reader is the hub's own. The world lasts: only
 * its clients and readers are new in every story.
 */
export const createWorld = async (postgres: Postgres, bus: Bus, planted?: Planted) => {
  const { pool, db } = postgres
  await prepare(pool)
  const at = new Map<string, bigint>()
  const keyOf = (generation: Generation, group: Group): string => `${generation}/${group}`
  const positionOf = (generation: Generation, group: Group): bigint =>
    at.get(keyOf(generation, group)) ?? 0n
  const reachedOf = (generation: Generation): bigint =>
    groups.map((group) => positionOf(generation, group)).reduce((a, b) => (a < b ? a : b))
  let head = 0n
  let live: Generation = 1
  const tally: Tally = { answered: 0, stale: 0, waited: 0, promoted: 0 }

  const tell = (position: bigint): void =>
    bus.publish(subjects.projected, {
      generation: live,
      position: position.toString(),
      lagMs: 0,
    })

  const project = async (generation: Generation, group: Group, to: bigint): Promise<void> => {
    const from = positionOf(generation, group)
    if (to <= from) return
    const values = [checkpointOf(generation, group), to, generation, group]
    if (planted === 'told-early' && generation === live) tell(to)
    if (planted === 'rows-late') {
      await pool.query(moveCheckpoint, values.slice(0, 2))
      await pause(1)
    }
    await pool.query(commit, values)
    at.set(keyOf(generation, group), to)
  }

  /** The other generation, brought up to this one or not: readers are moved in one transaction. */
  const promote = async (caughtUp: boolean): Promise<void> => {
    const other: Generation = live === 1 ? 2 : 1
    if (caughtUp) for (const group of groups) await project(other, group, positionOf(live, group))
    await pool.query('UPDATE generation_pointer SET generation = $2 WHERE read_model = $1', [
      readModel,
      other,
    ])
    live = other
    tally.promoted += 1
  }

  return {
    tally,
    positions: (): Positions => followPositions({ bus, db }),
    append: (size: bigint): bigint => (head += size),
    /** Brings a group so many percent of its way to the end of the log. */
    project: (generation: Generation, group: Group, percent: number): Promise<void> => {
      const from = positionOf(generation, group)
      return project(generation, group, from + ((head - from) * BigInt(percent)) / 100n)
    },
    tell: () => tell(reachedOf(live)),
    /** A process that was slow to tell: less than is true by now. */
    tellLate: () => tell(reachedOf(live) / 2n),
    promote,
    /** Another process takes the projectors' place: it knows what the checkpoints say, and tells of it. */
    restart: async (): Promise<void> => {
      const { rows } = await pool.query<{ name: string; position: bigint }>(
        'SELECT name, position FROM projection_checkpoint',
      )
      for (const generation of generations)
        for (const group of groups) {
          const row = rows.find(({ name }) => name === checkpointOf(generation, group))
          at.set(keyOf(generation, group), row?.position ?? 0n)
        }
      tell(reachedOf(live))
    },
    /** Everything projected, and told. */
    catchUp: async (): Promise<void> => {
      for (const generation of generations)
        for (const group of groups) await project(generation, group, head)
      tell(head)
    },
    /** Asks as a client does that passes its token; the position of the answer, nothing when it is stale. */
    ask: async (
      positions: Positions,
      token: bigint,
      waitMs: number,
    ): Promise<bigint | undefined> => {
      const before = reachedOf(live)
      try {
        const { generation, position } = await meet({ position: token, waitMs }, positions)
        if (position < token) throw new Error(`${position} was answered to ${token}`)
        const { rows } = await pool.query<{ value: bigint }>(seen, [generation])
        const [row] = rows
        // The state that is read is at least the one that the answer claims, of every group.
        if (row === undefined || row.value < position)
          throw new Error(`rows of ${row?.value ?? 'nothing'} were read as ${position}`)
        tally.answered += 1
        if (position > before) tally.waited += 1
        return position
      } catch (error) {
        if (!isStale(error)) throw error
        tally.stale += 1
        return undefined
      }
    },
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

const moveCheckpoint = `UPDATE projection_checkpoint SET position = $2 WHERE name = $1`
const commit = `WITH moved AS (UPDATE projection_checkpoint SET position = $2 WHERE name = $1)
  UPDATE seen SET value = $2 WHERE generation = $3 AND group_name = $4`
const seen = 'SELECT min(value) AS value FROM seen WHERE generation = $1'

const prepare = async (pool: Pool): Promise<void> => {
  await pool.query(
    `CREATE TABLE seen (generation int, group_name text, value bigint, PRIMARY KEY (generation, group_name))`,
  )
  await pool.query('TRUNCATE projection_checkpoint, generation_pointer')
  await pool.query('INSERT INTO generation_pointer (read_model, generation) VALUES ($1, 1)', [
    readModel,
  ])
  for (const generation of generations)
    for (const group of groups) {
      await pool.query(
        'INSERT INTO projection_checkpoint (name, generation, position) VALUES ($1, $2, 0)',
        [checkpointOf(generation, group), generation],
      )
      await pool.query('INSERT INTO seen VALUES ($1, $2, 0)', [generation, group])
    }
}
