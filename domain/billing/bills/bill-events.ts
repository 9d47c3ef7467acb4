import { z } from 'zod'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset } from '../../shared/money.ts'
import { Id, Instant, Sealed } from '../../shared/values.ts'
import { ledgerTransaction } from '../ledger/transaction.ts'
import { BilledUsage, BillPeriod, Cut } from './cycle.ts'
import { BillLine } from './lines.ts'
import { Entity } from './numbers.ts'
import { BillingCard, Collection, Country } from './profile.ts'
import { SignedUnits, Units } from './signed.ts'
import { TaxRate } from './tax.ts'

/** Who issues the bill: a company, as it stood on that day. */
export const Issuer = z.strictObject({
  entity: Entity,
  name: z.string().min(1).max(200),
  address: z.array(z.string().min(1).max(200)).max(6),
  taxId: z.string().max(60).exactOptional(),
  email: z.string().max(254).exactOptional(),
})
export type Issuer = z.output<typeof Issuer>

/** `total` is the sum of all lines and the tax; `settled` of it was paid by the wallet before, `due` is to be paid. */
export const Totals = z.strictObject({
  settled: SignedUnits,
  net: Units,
  tax: Units,
  due: Units,
  total: SignedUnits,
})
export type Totals = z.output<typeof Totals>

const Part = z.strictObject({ lineId: Id, amount: SignedUnits })
export const CreditedPart = z.strictObject({ lineId: Id, net: Units, tax: Units })
export type CreditedPart = z.output<typeof CreditedPart>
const Number = z.string().min(1).max(40)
const Reason = z.string().min(1).max(500)

const Fact = z.strictObject({
  billId: Id,
  walletId: z.string(),
  organisation: Id,
  asset: Asset,
  at: Instant,
})
/** What moves money on a bill. */
const Booked = ledgerTransaction('bill').extend({ billId: Id, walletId: z.string() })

const CardReturn = z.strictObject({ refundId: Id, paymentId: Id, amount: Units })
export const PaymentSource = z.enum(['WALLET', 'CARD'])
export type PaymentSource = z.output<typeof PaymentSource>

export const definitions = [
  defineEvent(
    'BillDrafted',
    1,
    Fact.extend({
      index: z.int().min(0),
      period: BillPeriod,
      cut: Cut.exactOptional(),
      usage: z.array(BilledUsage).max(5_000),
      lines: z.array(BillLine).min(1).max(5_000),
    }),
  ),
  /** From here on its content stands. `tax` says what of it falls on which line. */
  defineEvent(
    'BillFinalised',
    1,
    Booked.extend({
      number: Number,
      issuer: Issuer,
      /** Name and address, sealed under the organisation's key as they were named; absent where they never were. */
      party: z.strictObject({ party: Sealed, country: Country }).exactOptional(),
      taxRate: TaxRate,
      taxParts: z.array(Part).max(5_000),
      totals: Totals,
      collection: Collection,
      dueAt: Instant,
    }),
  ),
  /** What a wallet pays is booked in its own stream; a payment by card here. */
  defineEvent(
    'BillPaymentRecorded',
    1,
    Booked.extend({ paymentId: Id, source: PaymentSource, amount: Units }),
  ),
  /** A payment by card that went back, refunded or charged back: so much is owed again. */
  defineEvent(
    'BillPaymentReversed',
    1,
    Booked.extend({
      reversalId: Id,
      paymentId: Id,
      amount: Units,
      why: z.enum(['REFUND', 'DISPUTE']),
    }),
  ),
  defineEvent('BillPaid', 1, Fact),
  /** More was paid than is owed: it goes back to where it came from, into the wallet first, once under these ids. */
  defineEvent(
    'BillOverpaid',
    1,
    Fact.extend({
      creditId: Id,
      amount: Units,
      toWallet: Units,
      toCards: z.array(CardReturn).max(100),
    }),
  ),
  /** What was too much is back on the card. */
  defineEvent('BillExcessRefunded', 1, Booked.extend({ ...CardReturn.shape })),
  /** What was too much and no card took back, or a bank sent back later: it is credit of the wallet. */
  defineEvent('BillExcessCredited', 1, Booked.extend({ ...CardReturn.shape })),
  /** Somebody wants it paid now. */
  defineEvent('BillCollectionRequested', 1, Fact.extend({ card: BillingCard.exactOptional() })),
  /** The customer was told, for the `step`th time, that it is not paid. */
  defineEvent('BillReminded', 1, Fact.extend({ step: z.int().min(1), overdue: z.boolean() })),
  defineEvent('BillVoided', 1, Booked.extend({ reason: Reason })),
  defineEvent('BillMarkedUncollectible', 1, Booked.extend({ reason: Reason, amount: Units })),
  /** Waits for its number; then it stands for ever. */
  defineEvent(
    'CreditNoteOpened',
    1,
    Fact.extend({ creditNoteId: Id, parts: z.array(CreditedPart).min(1).max(500), reason: Reason }),
  ),
  defineEvent(
    'CreditNoteIssued',
    1,
    Booked.extend({
      creditNoteId: Id,
      number: Number,
      parts: z.array(CreditedPart).min(1).max(500),
      net: Units,
      tax: Units,
      amount: Units,
      reason: Reason,
    }),
  ),
] as const
export type BillEvent = EventOf<(typeof definitions)[number]>
export type BillEventOf<Type extends BillEvent['type']> = Extract<
  BillEvent,
  { readonly type: Type }
>['data']
