import { sql } from 'kysely'
import type { Clock } from '../clock/clock.ts'
import type { MailDb } from './outbox-table.ts'

/** What an operator wants to know of the outbox. */
export type MailStanding = {
  readonly waiting: number
  /** Seconds that the oldest of these has waited; 0 when none does. */
  readonly oldestSeconds: number
  /** Mails of the last day that were given up: refused by the server, or out of time. */
  readonly givenUp: number
}

const dayMs = 24 * 60 * 60_000

export const mailStanding = async (db: MailDb, clock: Clock): Promise<MailStanding> => {
  const now = clock.now()
  const since = new Date(now.getTime() - dayMs)
  const { waiting, oldest, given_up } = await db
    .selectFrom('mail_outbox')
    .select([
      sql<string>`count(*) FILTER (WHERE status = 'WAITING')`.as('waiting'),
      sql<Date | null>`min(queued_at) FILTER (WHERE status = 'WAITING')`.as('oldest'),
      sql<string>`count(*) FILTER (WHERE status <> 'WAITING')`.as('given_up'),
    ])
    .where((where) =>
      where.or([
        where('status', '=', 'WAITING'),
        where.and([where('status', 'in', ['REFUSED', 'EXPIRED']), where('settled_at', '>', since)]),
      ]),
    )
    .executeTakeFirstOrThrow()
  const age = oldest === null ? 0 : now.getTime() - oldest.getTime()
  return {
    waiting: Number(waiting),
    oldestSeconds: Math.max(0, Math.round(age / 1000)),
    givenUp: Number(given_up),
  }
}
