import { z } from 'zod'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Money } from '../shared/money.ts'
import { Id, Instant } from '../shared/values.ts'
import { Plan } from './plan.ts'

/** Counted from 0, the trial if there is one. What is bought once has a period without an end. */
export const Period = z.strictObject({
  index: z.int().min(0),
  start: Instant,
  end: Instant.exactOptional(),
})
export type Period = z.output<typeof Period>

/** What a period (or the rest of one, after a change of plan) costs. The wallet takes a charge of this id once. */
export const Charge = z.strictObject({ chargeId: Id, amount: Money })
export type Charge = z.output<typeof Charge>

/** What is given back of a charge that was paid. */
export const Credit = Charge.extend({ refundId: Id })
export type Credit = z.output<typeof Credit>

export const CancelReason = z.enum(['REQUESTED', 'PERIOD_END', 'UNPAID'])
export const ExpiryReason = z.enum(['FIRST_PAYMENT_MISSING', 'PAUSED_TOO_LONG'])

/** Every event says whose subscription to what it is about: `organisation` buys, through the user `subscriber`. */
export const Parties = z.strictObject({
  subscriptionId: Id,
  organisation: Id,
  subscriber: Id,
  appId: Id,
  sellerOrganisation: Id,
})
export type Parties = z.output<typeof Parties>
const Fact = Parties.extend({ at: Instant })
const Payment = Fact.extend({ walletId: z.string(), charge: Charge, periodIndex: z.int().min(0) })
/** `voids`: a charge that must not be taken any more, or is given back if it was. `refund`: of what was paid. */
const Ending = Fact.extend({
  walletId: z.string(),
  voids: Charge.exactOptional(),
  refund: Credit.exactOptional(),
})

export const definitions = [
  /** A charge is not paid yet. Without one, the period costs nothing. */
  defineEvent(
    'SubscriptionStarted',
    1,
    Fact.extend({
      plan: Plan,
      versionId: Id,
      commissionBasisPoints: z.int().min(0).max(10_000),
      trial: z.boolean(),
      period: Period,
      charge: Charge.exactOptional(),
    }),
  ),
  // Whoever had taken the organisation's place for it never went on. It can never start any more.
  defineEvent('SubscriptionAbandoned', 1, z.strictObject({ subscriptionId: Id, at: Instant })),
  defineEvent(
    'SubscriptionRenewed',
    1,
    Fact.extend({ plan: Plan, period: Period, charge: Charge.exactOptional() }),
  ),
  defineEvent(
    'SubscriptionRenewalUpcoming',
    1,
    Fact.extend({ plan: Plan, renewsAt: Instant, amount: Money, periodIndex: z.int().min(0) }),
  ),
  defineEvent('SubscriptionPaymentSucceeded', 1, Payment),
  /** `since`: when it failed first. Without a next attempt, the subscription ends. */
  defineEvent(
    'SubscriptionPaymentFailed',
    1,
    Payment.extend({ code: z.string(), since: Instant, nextAttemptAt: Instant.exactOptional() }),
  ),
  defineEvent('SubscriptionPaymentRequested', 1, Payment),
  /** Takes effect when its charge is paid. `credit` is given back with it, of what the plan before cost. */
  defineEvent(
    'PlanChangeStarted',
    1,
    Fact.extend({ plan: Plan, period: Period, charge: Charge, credit: Credit.exactOptional() }),
  ),
  defineEvent(
    'PlanChangeDeclined',
    1,
    Fact.extend({ plan: Plan, charge: Charge, code: z.string() }),
  ),
  /** `since`: from when on the charge pays. The charge is paid by then; a credit without one is still to be given. */
  defineEvent(
    'PlanChanged',
    1,
    Fact.extend({
      plan: Plan,
      period: Period,
      since: Instant,
      charge: Charge.exactOptional(),
      credit: Credit.exactOptional(),
    }),
  ),
  defineEvent('PlanChangeScheduled', 1, Fact.extend({ plan: Plan, effectiveAt: Instant })),
  defineEvent('PlanChangeUnscheduled', 1, Fact),
  /** `until`: it expires when it is not resumed by then. */
  defineEvent(
    'SubscriptionPaused',
    1,
    Fact.extend({ remainingMs: z.int().min(0).exactOptional(), until: Instant }),
  ),
  defineEvent('SubscriptionResumed', 1, Fact.extend({ period: Period })),
  defineEvent('SubscriptionVersionChanged', 1, Fact.extend({ versionId: Id, from: Id })),
  defineEvent('SubscriptionCancellationScheduled', 1, Fact.extend({ effectiveAt: Instant })),
  defineEvent('SubscriptionCancellationWithdrawn', 1, Fact),
  defineEvent('SubscriptionCancelled', 1, Ending.extend({ reason: CancelReason })),
  defineEvent('SubscriptionExpired', 1, Ending.extend({ reason: ExpiryReason })),
] as const
export type SubscriptionEvent = EventOf<(typeof definitions)[number]>
