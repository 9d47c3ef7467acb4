import { type RawBuilder, sql } from 'kysely'
import type { Aggregation } from '../../../domain/billing/metering/meter-rules.ts'
import type { ReadDb } from '../../view/db.ts'

/** What one meter came to in a month, of one subject or of all. Exact decimals, as text. */
export type MonthUsage = {
  readonly meter: string
  readonly subject: string | null
  readonly quantity: string
  /** Reports that count; of meters of jobs, the jobs. */
  readonly events: string
}

export type UsageOf = {
  readonly organisation: string
  /** "2026-11" */
  readonly month: string
  readonly bySubject: boolean
}

const startOf = (month: string): RawBuilder<Date> =>
  sql<Date>`(${month} || '-01T00:00:00Z')::timestamptz`
/** In UTC, whatever the session's zone. */
const endOf = (month: string): RawBuilder<Date> =>
  sql<Date>`((${month} || '-01')::date + interval '1 month') at time zone 'UTC'`

type Aggregates = { readonly [A in Aggregation]: string | null } & {
  readonly meter: string
  readonly subject: string | null
  readonly events: string
}

/** Meters that are reported: every aggregation in one pass; the meter says which of them is meant. */
export const reportedUsage = async (
  db: ReadDb,
  { organisation, month, bySubject }: UsageOf,
  aggregationOf: (meter: string) => Aggregation | undefined,
): Promise<readonly MonthUsage[]> => {
  const subject = bySubject ? sql`subject` : sql`null::text`
  const { rows } = await sql<Aggregates>`
    select meter, ${subject} as subject, count(*)::text as events,
      count(*)::text as "COUNT",
      trim_scale(sum(value))::text as "SUM",
      trim_scale(max(value))::text as "MAX",
      count(distinct subject)::text as "UNIQUE",
      trim_scale((array_agg(value order by occurred_at desc, created_position desc, entry desc))[1])::text
        as "LATEST",
      trim_scale(round(sum(value * extract(epoch from ${endOf(month)} - occurred_at))
        / extract(epoch from ${endOf(month)} - ${startOf(month)}), 12))::text as "WEIGHTED_SUM"
    from usage_events
    where organisation = ${organisation} and month = ${month} and value is not null
    group by 1, 2 order by 1, 2`.execute(db)
  return rows.flatMap((row) => {
    const aggregation = aggregationOf(row.meter)
    const { meter, subject, events } = row
    return aggregation === undefined
      ? []
      : [{ meter, subject, events, quantity: row[aggregation] ?? '0' }]
  })
}

/** Meters of jobs: off the jobs that ended in the month, whoever's device they ran on. */
export const jobUsage = async (
  db: ReadDb,
  { organisation, month, bySubject }: UsageOf,
): Promise<readonly MonthUsage[]> => {
  const device = bySubject ? sql`device_id::text` : sql`null::text`
  const app = bySubject ? sql`app_runs.app_id::text` : sql`null::text`
  const { rows } = await sql<MonthUsage>`
    with ended as (
      select * from jobs where organisation = ${organisation} and used_shots is not null
        and ended_at >= ${startOf(month)} and ended_at < ${endOf(month)}
    ), used as (
      select ${device} as subject, count(*) as jobs,
        count(*) filter (where used_shots > 0 or qpu_seconds > 0) as tasks,
        sum(used_shots::numeric) as shots,
        sum(round(qpu_seconds::numeric, 6)) as qpu_seconds,
        sum(used_shots::numeric * (circuit->>'oneQubitGates')::numeric) as gate_shots_1q,
        sum(used_shots::numeric * (circuit->>'twoQubitGates')::numeric) as gate_shots_2q
      from ended group by 1
    )
    select meter, subject, trim_scale(quantity)::text as quantity, jobs::text as events
    from used cross join lateral (values ('tasks', tasks::numeric), ('shots', shots),
      ('qpu_seconds', qpu_seconds), ('gate_shots_1q', gate_shots_1q),
      ('gate_shots_2q', gate_shots_2q)) as of_meter(meter, quantity)
    union all
    select 'app_runs', ${app}, count(*)::text, count(*)::text
    from ended join app_runs on app_runs.job_id = ended.job_id and app_runs.completed
    group by 2
    order by 1, 2`.execute(db)
  return rows
}
