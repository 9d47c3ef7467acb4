import { z } from 'zod'
import { defineEvent } from '../../shared/event.ts'
import { Money } from '../../shared/money.ts'
import { Id, Instant } from '../../shared/values.ts'

/** What the money is for; it says where it is booked once it is there. */
export const Purpose = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('TOP_UP'), walletId: z.string() }),
  z.strictObject({ kind: z.literal('JOB'), jobId: Id, walletId: z.string() }),
  z.strictObject({ kind: z.literal('BILL'), billId: Id }),
])
export type Purpose = z.output<typeof Purpose>

/** AUTOMATIC: taken when it is confirmed. MANUAL: authorised first; what was used is captured later. */
export const CaptureMode = z.enum(['AUTOMATIC', 'MANUAL'])
export type CaptureMode = z.output<typeof CaptureMode>

/** What the payment provider is asked to do with a payment. One at a time. */
export const Operation = z.enum(['CREATE', 'CONFIRM', 'CAPTURE', 'CANCEL'])
export type Operation = z.output<typeof Operation>

/** Every event says whose payment it is, and of which wallet, job or bill, so that others can route on it. */
export const Owner = z.strictObject({
  paymentId: Id,
  organisation: Id,
  walletId: z.string().exactOptional(),
  jobId: Id.exactOptional(),
  billId: Id.exactOptional(),
})
export type Owner = z.output<typeof Owner>
export const PaymentFact = Owner.extend({ at: Instant })
/** Of the payment at the provider: an id, never a secret. */
export const Reference = z.string().min(1).max(255)
/** The provider's word for why not; never a sentence about a person. */
export const FailureCode = z.string().min(1).max(80)

/** What the provider showed at `observedAt`. */
const Shown = PaymentFact.extend({ reference: Reference, observedAt: Instant })

export const definitions = [
  /** Without a method somebody has to confirm it with one. */
  defineEvent(
    'PaymentRequested',
    1,
    PaymentFact.extend({
      user: Id,
      purpose: Purpose,
      amount: Money,
      capture: CaptureMode,
      methodId: Id.exactOptional(),
      offSession: z.boolean(),
    }),
  ),
  /** Another method, or the same once more, after a decline or for the first time. */
  defineEvent(
    'PaymentConfirmationRequested',
    1,
    PaymentFact.extend({ attemptId: Id, methodId: Id }),
  ),
  defineEvent('PaymentMethodRequired', 1, Shown),
  defineEvent('PaymentConfirmationRequired', 1, Shown),
  defineEvent('PaymentActionRequired', 1, Shown),
  defineEvent('PaymentProcessing', 1, Shown),
  /** Back to REQUIRES_PAYMENT_METHOD: nothing was taken. */
  defineEvent(
    'PaymentDeclined',
    1,
    Shown.extend({ code: FailureCode, chargeReference: Reference.exactOptional() }),
  ),
  defineEvent('PaymentAuthorised', 1, Shown.extend({ authorised: Money })),
  defineEvent('PaymentSucceeded', 1, Shown.extend({ captured: Money })),
  /** Without a reference it never reached the provider. */
  defineEvent(
    'PaymentCancelled',
    1,
    PaymentFact.extend({
      reference: Reference.exactOptional(),
      observedAt: Instant.exactOptional(),
      reason: z.string().max(80),
    }),
  ),
  defineEvent('PaymentCaptureRequested', 1, PaymentFact.extend({ amount: Money })),
  defineEvent(
    'PaymentCancellationRequested',
    1,
    PaymentFact.extend({ reason: z.string().max(80) }),
  ),
  /** It may or may not have happened. Nothing else is done with the payment until that is known. */
  defineEvent(
    'PaymentUnknown',
    1,
    PaymentFact.extend({ operation: Operation, reason: z.string().max(500) }),
  ),
  defineEvent(
    'PaymentResolved',
    1,
    PaymentFact.extend({ operation: Operation, happened: z.boolean() }),
  ),
  /** What a person has to look at: the provider contradicts itself or us, or the payment cannot end by itself. */
  defineEvent(
    'PaymentFindingRecorded',
    1,
    PaymentFact.extend({
      findingId: z.string().min(1).max(200),
      code: z.string().max(80),
      detail: z.string().max(500),
    }),
  ),
] as const
