import type { Pool } from 'pg'

/** What followed from events of the log once, and does not follow again. */
export type SuppressedEffect = { readonly effect: string; readonly events: number }

/** By event type, what a hub did because of it. Only the live generation's projectors, the sagas and the teller do such things. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  'effects of sagas (calls to providers, own aggregates)': ['SagaEffectRequested'],
  'timers fired': ['SagaTimerFired'],
  'integration events of jobs that ended': ['JobCompleted', 'JobFailed', 'JobCancelled'],
  'items put into mails': ['NotificationMailQueued'],
  'attempts at webhooks': ['WebhookAttempted'],
}

/** How often each of them happened, as the live rows of the log tell. */
export const suppressedEffects = async (
  pool: Pool,
  schema: string,
): Promise<readonly SuppressedEffect[]> => {
  const { rows } = await pool.query<{ type: string; events: number }>(
    `SELECT type, count(*)::int AS events FROM ${schema}.event_log WHERE type = ANY($1) GROUP BY type`,
    [Object.values(kinds).flat()],
  )
  const counted = new Map(rows.map(({ type, events }) => [type, events]))
  return Object.entries(kinds).map(([effect, types]) => ({
    effect,
    events: types.reduce((sum, type) => sum + (counted.get(type) ?? 0), 0),
  }))
}
