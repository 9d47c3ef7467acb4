import type { Pool } from 'pg'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { eventsLeft } from '../../projections/generations/events-left.ts'
import { listGenerations, liveGeneration } from '../../projections/generations/generations.ts'
import { groups as allGroups } from '../../projections/groups.ts'
import { listReplays } from '../../projections/replays/replay.ts'
import { suppressedEffects, type SuppressedEffect } from './effects.ts'
import { takeSample, type Sample } from './sample.ts'
import { streamScope, type StreamScope } from './stream-scope.ts'

export type ReplayPlan = {
  readonly groups: { readonly built: readonly string[]; readonly copied: readonly string[] }
  /** Of a replay of one stream's rows: what they are; null: all rows. */
  readonly stream: StreamScope | null
  readonly events: number
  /** The events were counted; else reckoned. */
  readonly exact: boolean
  /** Of the events, as the sample has them. */
  readonly bytes: number
  readonly sample: Sample
  readonly seconds: {
    /** As fast as the sample was read and applied, were writing the rows for nothing. */
    readonly atLeast: number
    /** As the last build of the same scope went; null when there was none. */
    readonly asLastTime: number | null
  }
  /** Bytes that the tables will take, from what they take now. */
  readonly disk: { readonly built: number; readonly copied: number }
  readonly rows: number
  readonly suppressed: readonly SuppressedEffect[]
  readonly affected: {
    readonly organisations: number
    readonly users: number
    readonly tables: readonly string[]
    /** What everybody notices. */
    readonly notes: readonly string[]
  }
  /** Why it cannot be started as things stand; null when it can. */
  readonly obstacle: string | null
}

const sizes = `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes,
    coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint AS rows
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY($2) AND c.relkind = 'r'`

type Size = { readonly bytes: bigint; readonly rows: bigint }

const sizeOf = async (pool: Pool, schema: string, tables: readonly string[]): Promise<Size> => {
  const { rows } = await pool.query<Size>(sizes, [schema, tables])
  return rows[0] ?? { bytes: 0n, rows: 0n }
}

const obstacleIn = (all: Awaited<ReturnType<typeof listGenerations>>): string | null => {
  const beside = all.find(({ live, state }) => !live && state !== 'DROPPED')
  if (beside === undefined) return null
  return beside.state === 'BUILDING'
    ? `generation ${beside.generation} is being built`
    : `generation ${beside.generation} is there beside the live one: promote or drop it first`
}

const sameScope = (one: readonly string[] | null, other: readonly string[] | undefined): boolean =>
  (one ?? []).join() === (other ?? []).join()

export type PlanParts = {
  readonly pool: Pool
  readonly eventStore: EventStore
  readonly vault: Vault
}

/**
 * What a replay of some groups, by default all, would take and do; with `of`, of the rows of that stream in them. Writes
 * nothing. Throws GenerationRefused for a stream that is not there.
 */
export const planReplay = async (
  { pool, eventStore, vault }: PlanParts,
  only?: readonly string[],
  of?: string,
): Promise<ReplayPlan> => {
  const stream = of === undefined ? null : await streamScope({ eventStore }, of, only)
  const isBuilt = ({ name }: { readonly name: string }): boolean =>
    stream === null && (only?.includes(name) ?? true)
  const built = allGroups.filter(isBuilt)
  const copied = allGroups.filter((group) => !isBuilt(group))
  const { generation, position, events: passed } = await liveGeneration(pool)
  const schema = schemaOfGeneration(generation)
  const left = await eventsLeft(eventStore, position, passed)
  const events = stream?.events ?? Number(passed) + left.events
  const sample = await takeSample(eventStore, vault, stream === null ? built : allGroups)
  const tables = built.flatMap((group) => group.tables)
  const [ofBuilt, ofCopied] = [
    await sizeOf(pool, schema, tables),
    await sizeOf(
      pool,
      schema,
      copied.flatMap((group) => group.tables),
    ),
  ]
  const share = sample.events === 0 ? 0 : events / sample.events
  const last = (await listReplays(pool))
    .filter((replay) => {
      const { phase, groups, busySeconds } = replay
      const isAlike = stream === null && replay.stream === null && sameScope(groups, only)
      return phase === 'DONE' && busySeconds > 0 && isAlike
    })
    .at(-1)
  const people = await pool.query<{ organisations: number; users: number }>(
    `SELECT (SELECT count(*)::int FROM ${schema}.organisations) AS organisations,
       (SELECT count(*)::int FROM ${schema}.users) AS users`,
  )
  const { organisations, users } = people.rows[0] ?? { organisations: 0, users: 0 }
  return {
    groups: { built: built.map(({ name }) => name), copied: copied.map(({ name }) => name) },
    stream,
    ...{
      events,
      exact: stream !== null || left.exact,
      bytes: Math.round(sample.bytes * share),
      sample,
    },
    seconds: {
      atLeast: sample.seconds * share,
      asLastTime:
        last === undefined || last.events === 0n
          ? null
          : (last.busySeconds * events) / Number(last.events),
    },
    disk: { built: Number(ofBuilt.bytes), copied: Number(ofCopied.bytes) },
    rows: Number(ofBuilt.rows + ofCopied.rows),
    suppressed: await suppressedEffects(pool, schema),
    affected: {
      ...{ organisations, users, tables: stream?.own ?? tables },
      notes: [
        'nobody while it is built, but for what the machine has less to give: throttle it',
        'projectors write every batch twice from the moment it follows the log until one generation is dropped',
        'readers of these tables, all at once, when it is promoted',
      ],
    },
    obstacle: obstacleIn(await listGenerations(pool)),
  }
}
