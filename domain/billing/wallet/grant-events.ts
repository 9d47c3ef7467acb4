import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { Reason, WalletTransaction } from './transaction.ts'

export const GrantCategory = z.enum(['PAID', 'PROMOTIONAL'])
export type GrantCategory = z.output<typeof GrantCategory>

/** What credit is spent on. */
export const SpendPurpose = z.enum(['JOB', 'SUBSCRIPTION_PERIOD', 'PLAN_CHANGE', 'BILL'])
export type SpendPurpose = z.output<typeof SpendPurpose>

/** Only for these; a list that is absent does not restrict. */
export const Applicability = z.strictObject({
  deviceIds: z.array(Id).min(1).max(100).exactOptional(),
  appIds: z.array(Id).min(1).max(100).exactOptional(),
  purposes: z.array(SpendPurpose).min(1).max(10).exactOptional(),
})
export type Applicability = z.output<typeof Applicability>

/** At the expiry up to `maximum` stays, for so many days more, so many times. */
export const Rollover = z.strictObject({
  maximum: MinorUnits,
  days: z.int().min(1).max(3_660),
  times: z.int().min(1).max(120),
})
export type Rollover = z.output<typeof Rollover>

export const GrantTerms = z.strictObject({
  category: GrantCategory,
  /** Lower is burned first. Credit without conditions has 50. */
  priority: z.int().min(0).max(100),
  effectiveAt: Instant,
  expiresAt: Instant.exactOptional(),
  applicability: Applicability.exactOptional(),
  rollover: Rollover.exactOptional(),
})
export type GrantTerms = z.output<typeof GrantTerms>

const OfGrant = WalletTransaction.extend({ grantId: Id })
export const grantDefinitions = [
  defineEvent('CreditGranted', 1, OfGrant.extend({ ...GrantTerms.shape, reason: Reason })),
  // What was left of it, or came back to it after its end.
  defineEvent('GrantExpired', 1, OfGrant.extend({ category: GrantCategory })),
  // No money moves: what stays is the grant's, until the new date.
  defineEvent('GrantRolledOver', 1, OfGrant.extend({ kept: MinorUnits, expiresAt: Instant })),
  defineEvent('GrantVoided', 1, OfGrant.extend({ category: GrantCategory, reason: Reason })),
] as const
export type GrantEvent = EventOf<(typeof grantDefinitions)[number]>
