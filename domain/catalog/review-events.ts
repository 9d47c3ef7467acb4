import { z } from 'zod'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant, Sealed } from '../shared/values.ts'
import { InternalNote, Reason } from './listing-events.ts'

export const Rating = z.int().min(1).max(5)

/** What shows that the author has used the app: a run of theirs that completed, or a subscription that was active. */
export const VerifiedUse = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('JOB'), jobId: Id }),
  z.strictObject({ kind: z.literal('SUBSCRIPTION'), subscriptionId: Id }),
])
export type VerifiedUse = z.output<typeof VerifiedUse>

export const ReportReason = z.enum([
  'SPAM',
  'OFFENSIVE',
  'OFF_TOPIC',
  'PERSONAL_DATA',
  'CONFLICT_OF_INTEREST',
])
export type ReportReason = z.output<typeof ReportReason>

/** The seller's public answer. It speaks for the organisation. */
export const ReplyText = z.string().trim().min(1).max(2000)

// The stored contract of `review-<reviewId>`. What people write is sealed under the author's key.
const Fact = z.strictObject({ reviewId: Id, appId: Id, at: Instant })
const Opinion = Fact.extend({ rating: Rating, title: Sealed, body: Sealed })

export const definitions = [
  defineEvent(
    'ReviewWritten',
    1,
    Opinion.extend({
      author: Id,
      /** The author acted for it. */
      organisationId: Id,
      sellerOrganisation: Id,
      use: VerifiedUse,
    }),
  ),
  defineEvent('ReviewEdited', 1, Opinion),
  // By its author.
  defineEvent('ReviewWithdrawn', 1, Fact),
  defineEvent('ReviewReplied', 1, Fact.extend({ reply: ReplyText })),
  defineEvent('ReviewReported', 1, Fact.extend({ reporter: Id, reason: ReportReason })),
  defineEvent(
    'ReviewHidden',
    1,
    Fact.extend({ reason: Reason, internalNote: InternalNote.exactOptional() }),
  ),
  defineEvent(
    'ReviewShown',
    1,
    Fact.extend({ reason: Reason, internalNote: InternalNote.exactOptional() }),
  ),
  defineEvent('ReviewFoundHelpful', 1, Fact.extend({ voter: Id })),
  defineEvent('ReviewVoteTakenBack', 1, Fact.extend({ voter: Id })),
] as const
export type ReviewEvent = EventOf<(typeof definitions)[number]>
