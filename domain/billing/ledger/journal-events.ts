import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { postingsMovedBy } from './postings.ts'
import { ledgerTransaction } from './transaction.ts'

const Reason = z.string().min(1).max(500)

/** The hub's own books: an adjusting entry belongs to no organisation. */
const Adjustment = ledgerTransaction('journal')
  .omit({ organisation: true })
  .extend({ entryId: Id, reason: Reason })

/** What becomes of a pending entry without money moving. */
const Resolution = z.strictObject({ entryId: Id, at: Instant })

// Events: the stored contract.
export const definitions = [
  defineEvent('JournalEntryRecorded', 1, Adjustment),
  // Nothing moves yet: at most these legs will.
  defineEvent(
    'JournalEntryPrepared',
    1,
    z.strictObject({
      entryId: Id,
      asset: Asset,
      legs: postingsMovedBy('journal'),
      reason: Reason,
      expiresAt: Instant,
      at: Instant,
      bookedAt: Instant.exactOptional(),
    }),
  ),
  defineEvent('JournalEntryPosted', 1, Adjustment),
  defineEvent('JournalEntryVoided', 1, Resolution.extend({ reason: Reason })),
  defineEvent('JournalEntryExpired', 1, Resolution),
  defineEvent('JournalEntryReversed', 1, Adjustment),
] as const
export type JournalEvent = EventOf<(typeof definitions)[number]>
