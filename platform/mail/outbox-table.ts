import type { Generated, Kysely } from 'kysely'

export type MailOutboxTable = {
  readonly mail_id: string
  readonly status: 'WAITING' | 'SENT' | 'REFUSED' | 'EXPIRED' | 'ERASED'
  readonly sealed: string | null
  readonly queued_at: Date
  readonly attempts: Generated<number>
  readonly next_attempt_at: Date
  readonly trouble: string | null
  readonly settled_at: Date | null
}

export type MailDb = Kysely<{ readonly mail_outbox: MailOutboxTable }>
