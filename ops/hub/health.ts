import type { Health } from '../../platform/http/health.ts'
import { sql } from 'kysely'
import type { Connections } from './connections.ts'

export type HubHealth = Health & {
  readonly markStarted: () => void
  readonly markDraining: () => void
}

/** What this process says of itself: started, draining, whether what it needs answers, and how its work goes. */
export const createHealth = (
  { eventStore, postgres, cache, bus }: Connections,
  details: NonNullable<Health['details']>,
): HubHealth => {
  let started = false
  let draining = false
  return {
    started: () => started,
    draining: () => draining,
    checks: {
      eventStore: async () => {
        await eventStore.head()
      },
      postgres: async () => {
        await sql`SELECT 1`.execute(postgres.db)
      },
      cache: () => cache.ping(),
      bus: () => bus.ping(),
    },
    details,
    markStarted: () => {
      started = true
    },
    markDraining: () => {
      draining = true
    },
  }
}
