import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'
import { ledgerTransaction } from '../ledger/transaction.ts'
import {
  AccountState,
  Country,
  HoldBackDays,
  LogPosition,
  PayoutAsset,
  PayoutSchedule,
  SignedMinorUnits,
} from './values.ts'

const Fact = z.strictObject({ organisation: Id, at: Instant })
const Transaction = ledgerTransaction('payee')
/** What the provider calls one of its objects. */
const Reference = z.string().min(1).max(255)
const Code = z.string().min(1).max(100)

const PayoutFact = Fact.extend({ payoutId: Id })
const PayoutMoney = Transaction.extend({
  payoutId: Id,
  amount: MinorUnits,
})

/** A minimum for each asset that has one. */
export const Minimums = z
  .array(z.strictObject({ asset: PayoutAsset, amount: MinorUnits }))
  .max(2)
  .refine((each) => new Set(each.map(({ asset }) => asset)).size === each.length, {
    message: 'one minimum for an asset',
  })

export const definitions = [
  defineEvent('PayeeOnboardingStarted', 1, Fact.extend({ accountId: Reference, country: Country })),
  defineEvent(
    'PayeeAccountChanged',
    1,
    Fact.extend({
      accountId: Reference,
      onboarding: AccountState,
      /** What the provider still wants to know, in its own words. */
      requirementsDue: z.array(z.string().min(1).max(200)).max(100),
    }),
  ),
  defineEvent(
    'PayeeSettingsChanged',
    1,
    Fact.extend({ schedule: PayoutSchedule, minimums: Minimums, holdBackDays: HoldBackDays }),
  ),
  defineEvent(
    'EarningsSettled',
    1,
    Transaction.extend({
      runId: Id,
      /** Of the log: what was earned after the first, up to and with the second. */
      fromPosition: LogPosition,
      toPosition: LogPosition,
      /** Events that moved what was owed. */
      count: z.int().min(1),
      /** What customers paid for it. */
      gross: MinorUnits,
      commission: MinorUnits,
      /** The payee's own part of what was given back. */
      refunded: MinorUnits,
      /** gross − commission − refunded. */
      amount: SignedMinorUnits,
      ofApps: SignedMinorUnits,
      ofDevices: SignedMinorUnits,
      availableAt: Instant,
    }),
  ),
  defineEvent(
    'PayoutRequested',
    1,
    PayoutMoney.extend({ accountId: Reference, why: z.enum(['SCHEDULED', 'ASKED_FOR']) }),
  ),
  defineEvent('PayoutSent', 1, PayoutFact.extend({ reference: Reference })),
  // It may or may not be on its way: the provider is being asked.
  defineEvent('PayoutUnknown', 1, PayoutFact.extend({ reason: z.string().min(1).max(500) })),
  defineEvent('PayoutPaid', 1, PayoutMoney.extend({ reference: Reference })),
  defineEvent('PayoutFailed', 1, PayoutMoney.extend({ code: Code })),
  // The bank sent it back after it had been paid.
  defineEvent('PayoutReturned', 1, PayoutMoney.extend({ code: Code })),
] as const
export type PayeeEvent = EventOf<(typeof definitions)[number]>
export type PayeeEventOf<Type extends PayeeEvent['type']> = Extract<
  PayeeEvent,
  { readonly type: Type }
>
