import { sql, type Kysely } from 'kysely'
import { observe } from '../../../platform/telemetry/metrics/instruments.ts'
import type { HubTables } from '../connections.ts'
import { atMostEvery } from '../roles/at-most-every.ts'
import { followed } from '../saga-rows.ts'

type Line = {
  readonly saga: string
  readonly active: number
  readonly stuck: number
  readonly parked: number
  readonly letters: number
  /** Age in seconds of the oldest letter. */
  readonly oldest: number
}

/** Of each saga that has an instance which has not ended, or a letter; by the indexes of both. */
const linesOf = async (db: Kysely<HubTables>, now: Date): Promise<readonly Line[]> => {
  const rows = await (await followed(db))
    .selectFrom('saga_instances')
    .where((where) => where.or([where('status', '=', 'ACTIVE'), where('parked_count', '>', 0)]))
    .groupBy('saga')
    .select([
      'saga',
      sql<number>`(count(*) FILTER (WHERE status = 'ACTIVE'))::float8`.as('active'),
      sql<number>`(count(*) FILTER (WHERE status = 'ACTIVE' AND stuck <> '{}'))::float8`.as(
        'stuck',
      ),
      sql<number>`(count(*) FILTER (WHERE parked_count > 0))::float8`.as('parked'),
      sql<number>`coalesce(sum(parked_count), 0)::float8`.as('letters'),
      sql<Date | null>`min((SELECT min((letter.value ->> 'since')::timestamptz) FROM jsonb_each(parked) letter))`.as(
        'since',
      ),
    ])
    .execute()
  return rows.map(({ since, ...line }) => ({
    ...line,
    oldest: since === null ? 0 : Math.max(0, (now.getTime() - since.getTime()) / 1000),
  }))
}

const timersOf = async (db: Kysely<HubTables>, now: Date) => {
  const { pending, first } = await db
    .selectFrom('timers')
    .where('state', '=', 'PENDING')
    .select([
      sql<number>`count(*)::float8`.as('pending'),
      sql<Date | null>`min(due_at)`.as('first'),
    ])
    .executeTakeFirstOrThrow()
  const late = first === null ? 0 : Math.max(0, (now.getTime() - first.getTime()) / 1000)
  return { pending, late }
}

const names = [
  'qh.saga.instances',
  'qh.deadletter.depth',
  'qh.deadletter.oldest.seconds',
  'qh.saga.timers.pending',
  'qh.saga.timers.late.seconds',
] as const

/**
 * Gauges of all sagas, whichever process serves them, as the rows have them; until they are forgotten. A saga that was told
 * of once is told of as 0 afterwards: silence would look like the last value.
 */
export const sagaGauges = (
  db: Kysely<HubTables>,
  everyMs: number,
  onTrouble: (error: unknown) => void,
  now: () => Date = () => new Date(),
): (() => void) => {
  const seen = new Set<string>()
  const ask = atMostEvery(everyMs, async () => {
    const at = now()
    const [lines, timers] = await Promise.all([linesOf(db, at), timersOf(db, at)])
    return { lines, timers }
  })
  return observe(names, async (tell) => {
    try {
      const { lines, timers } = await ask()
      for (const { saga } of lines) seen.add(saga)
      for (const saga of seen) {
        const line = lines.find((each) => each.saga === saga)
        const state = (value: number, named: string): void =>
          tell('qh.saga.instances', value, { saga, state: named })
        state(line?.active ?? 0, 'active')
        state(line?.stuck ?? 0, 'stuck')
        state(line?.parked ?? 0, 'parked')
        tell('qh.deadletter.depth', line?.letters ?? 0, { saga })
        tell('qh.deadletter.oldest.seconds', line?.oldest ?? 0, { saga })
      }
      tell('qh.saga.timers.pending', timers.pending, {})
      tell('qh.saga.timers.late.seconds', timers.late, {})
    } catch (error) {
      onTrouble(error)
    }
  })
}
