import { sql } from 'kysely'
import type { ReadDb } from '../../view/db.ts'

/** What was measured of a route in the last day, over all organisations. */
export type RouteHealth = {
  readonly routeId: string
  readonly provider: string
  readonly attempts: number
  readonly failures: number
  readonly latencyMs: number | null
  readonly latencyP95Ms: number | null
  readonly firstTokenMs: number | null
  readonly tokensIn: bigint
  readonly tokensOut: bigint
}

const dayMs = 86_400_000

/** Of attempts that asked somebody; those for which the budget had too little left say nothing of a route. */
export const routeHealth = async (db: ReadDb, now: number): Promise<readonly RouteHealth[]> => {
  const share = (of: number, column: string) =>
    sql<
      number | null
    >`(percentile_disc(${of}) WITHIN GROUP (ORDER BY ${sql.ref(column)}) FILTER (WHERE status = 'SUCCEEDED'))::integer`
  return db
    .selectFrom('llm_attempts')
    .select([
      'route_id as routeId',
      'provider',
      sql<number>`count(*)::integer`.as('attempts'),
      sql<number>`(count(*) FILTER (WHERE status = 'FAILED'))::integer`.as('failures'),
      share(0.5, 'latency_ms').as('latencyMs'),
      share(0.95, 'latency_ms').as('latencyP95Ms'),
      share(0.5, 'first_token_ms').as('firstTokenMs'),
      sql<bigint>`coalesce(sum(tokens_in), 0)::bigint`.as('tokensIn'),
      sql<bigint>`coalesce(sum(tokens_out), 0)::bigint`.as('tokensOut'),
    ])
    .where('ended_at', '>', new Date(now - dayMs))
    .where((where) => where.or([where('reason', 'is', null), where('reason', '!=', 'BUDGET')]))
    .groupBy(['route_id', 'provider'])
    .orderBy('route_id')
    .execute()
}
