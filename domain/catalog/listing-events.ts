import { z } from 'zod'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'
import { Offer, OfferChanges } from './listing-offer.ts'

/** What a reviewer tells the seller. */
export const Reason = z.string().trim().min(1).max(1000)
/** What reviewers tell each other: the seller never sees it. */
export const InternalNote = z.string().trim().min(1).max(1000)
export const CommissionBasisPoints = z.int().min(0).max(10_000)

// The stored contract of `listing-<appId>`.
const Fact = z.strictObject({ appId: Id, organisationId: Id, at: Instant })
const Verdict = Fact.extend({ internalNote: InternalNote.exactOptional() })
const Refusal = Verdict.extend({ reason: Reason })
const OfRequest = { requestId: Id }

export const definitions = [
  defineEvent(
    'ListingDrafted',
    1,
    Fact.extend({ offer: Offer, commissionBasisPoints: CommissionBasisPoints }),
  ),
  // Before it is on the market, or while it is off it: nobody has to agree.
  defineEvent('ListingEdited', 1, Fact.extend({ changes: OfferChanges })),
  defineEvent('ListingSubmitted', 1, Fact),
  defineEvent('ListingSubmissionWithdrawn', 1, Fact),
  defineEvent('ListingPublished', 1, Verdict),
  defineEvent('ListingDeclined', 1, Refusal),
  defineEvent('ListingSuspended', 1, Refusal),
  defineEvent('ListingReinstated', 1, Refusal),
  // By the seller. Subscriptions go on.
  defineEvent('ListingDelisted', 1, Fact),
  // By the seller, as it was last agreed to.
  defineEvent('ListingRelisted', 1, Fact),
  defineEvent('ListingChangeProposed', 1, Fact.extend({ ...OfRequest, changes: OfferChanges })),
  defineEvent('ListingChangeWithdrawn', 1, Fact.extend(OfRequest)),
  defineEvent('ListingChangeAccepted', 1, Verdict.extend({ ...OfRequest, changes: OfferChanges })),
  defineEvent('ListingChangeDeclined', 1, Refusal.extend(OfRequest)),
  // From sale: who has it keeps it.
  defineEvent('ListingPlanWithdrawn', 1, Fact.extend({ planId: Id })),
  defineEvent('ListingPlanRestored', 1, Fact.extend({ planId: Id })),
  defineEvent(
    'ListingCommissionSet',
    1,
    Verdict.extend({ commissionBasisPoints: CommissionBasisPoints }),
  ),
] as const
export type ListingEvent = EventOf<(typeof definitions)[number]>
