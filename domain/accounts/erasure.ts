import { z } from 'zod'
import { defineEvent } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'

/** Why an account ends for good. A choice and no text, so that nothing about the person is written down with it. */
export const ErasureReason = z.enum(['OWN_WISH', 'ON_REQUEST', 'LEGAL_DUTY', 'ABUSE'])
export type ErasureReason = z.output<typeof ErasureReason>

const Count = z.int().min(0)
const Counted = z.record(z.string(), Count)

/** Where a person's data was when it was erased, and what was done there. Names of places and numbers, no content. */
export const Reach = z.strictObject({
  /** Streams that hold text sealed under a destroyed key, and those events, by category of stream. */
  sealed: z.record(z.string(), z.strictObject({ streams: Count, events: Count })),
  /** Events that name the person by id alone, by category of stream. They stay. */
  named: Counted,
  /** Rows of the read models that held the person in clear, by table. */
  rows: Counted,
  keysDestroyed: Count,
  mails: Count,
  keptAnswers: Count,
  snapshots: Count,
  /** Exports and backups that were made while the person was there: sealed text in them stays, and opens no more. */
  copies: z.array(
    z.strictObject({
      kind: z.enum(['EXPORT', 'BACKUP']),
      directory: z.string().max(4096),
      takenAt: Instant,
    }),
  ),
  /** Whether Postgres wrote its files and its log anew, so that no trace of former rows is left in them. */
  filesRewritten: z.boolean(),
})
export type Reach = z.output<typeof Reach>

const Fact = z.strictObject({ userId: Id, at: Instant })
export const definitions = [
  /** Nobody enters any more, for good. Erasure begins. */
  defineEvent('AccountClosed', 1, Fact.extend({ reason: ErasureReason })),
  /** The key is destroyed, every copy within reach is gone. */
  defineEvent('AccountErased', 1, Fact.extend({ reach: Reach })),
] as const
