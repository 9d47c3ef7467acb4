import { z } from 'zod'
import { Id } from '../../shared/values.ts'
import { Burns } from './burns.ts'
import { Destination } from './chain-withdrawals.ts'
import { GrantTerms } from './grant-events.ts'
import { LimitScope, LimitWindow } from './limits.ts'
import { TopUpTerms } from './top-up.ts'

/** Minor units; a tally may be below nothing. */
const Stored = z.string().regex(/^-?\d{1,37}$/)
const Counted = z.strictObject({ limitIds: z.array(Id), at: z.string() })

const capturedWith = <Amount extends z.ZodType>(amount: Amount) =>
  z.strictObject({
    status: z.literal('CAPTURED'),
    jobId: Id,
    amount,
    captured: amount,
    refunded: amount,
    providerOrganisation: Id,
    providerShare: amount,
    providerRefunded: amount,
    sellerOrganisation: Id.exactOptional(),
    sellerShare: amount,
    sellerRefunded: amount,
    burns: Burns,
    backing: Id.exactOptional(),
    counted: Counted,
  })

const heldFor = { purpose: z.enum(['JOB', 'AGENT_BUDGET']), subjectId: Id }

/** The entries of a wallet, by the map that they stand in, with amounts in one form or the other. */
const entriesWith = <Amount extends z.ZodType>(amount: Amount) => ({
  holds: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('VOIDED') }),
    z.strictObject({
      status: z.literal('OPEN'),
      ...heldFor,
      amount,
      burns: Burns,
      backing: Id.exactOptional(),
      expiresAt: z.string().exactOptional(),
      counted: Counted,
    }),
    z.strictObject({
      status: z.literal('RELEASED'),
      ...heldFor,
      amount,
      expired: z.boolean(),
    }),
    z.strictObject({ status: z.literal('SPENT'), ...heldFor, amount, spent: amount }),
    capturedWith(amount),
  ]),
  charges: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('VOIDED') }),
    z.strictObject({
      status: z.literal('CHARGED'),
      subjectId: Id,
      amount,
      sellerOrganisation: Id,
      sellerShare: amount,
      refunded: amount,
      sellerRefunded: amount,
      refundIds: z.array(Id),
      burns: Burns,
      counted: Counted,
    }),
  ]),
  grants: GrantTerms.extend({
    grantId: Id,
    status: z.enum(['LIVE', 'EXPIRED', 'VOIDED']),
    granted: amount,
    remaining: amount,
    rolledOver: z.int(),
    order: z.int(),
  }),
  limits: z.strictObject({
    status: z.enum(['SET', 'REMOVED']),
    limitId: Id,
    scope: LimitScope,
    subjectId: Id.exactOptional(),
    window: LimitWindow,
    limit: amount,
    used: amount,
    usedIn: z.string(),
  }),
  credits: z.strictObject({ amount, reversed: z.boolean() }),
  cards: z.strictObject({
    captured: amount,
    credited: amount.exactOptional(),
    settled: amount.exactOptional(),
    failed: amount.exactOptional(),
    withdrawn: amount,
    disputed: amount,
    backs: Id.exactOptional(),
  }),
  withdrawals: z.strictObject({
    status: z.enum(['STARTED', 'SETTLED', 'RETURNED']),
    paymentId: Id,
    amount,
  }),
  disputes: z.strictObject({
    status: z.enum(['OPEN', 'WON', 'LOST']),
    paymentId: Id,
    amount,
    short: amount,
  }),
  bills: z.strictObject({
    tries: z.array(Id),
    paid: amount,
    refunded: amount,
    refundIds: z.array(Id),
    noteIds: z.array(Id),
    burns: Burns,
  }),
  deposits: z.strictObject({
    status: z.enum(['PENDING', 'REVERSED', 'CREDITED']),
    amount,
    observation: z.int().min(1),
  }),
  chainWithdrawals: Destination.extend({
    status: z.enum(['STARTED', 'SETTLED', 'RETURNED']),
    amount,
    day: z.string(),
  }),
  exchanges: z.strictObject({
    status: z.enum(['SOLD', 'RETURNED', 'BOUGHT']),
    amount,
    fee: amount,
  }),
})

const withdrawnWith = <Amount extends z.ZodType>(amount: Amount) =>
  z.strictObject({ day: z.string(), amount })

const topUpWith = <Amount extends z.ZodType>(amount: Amount) =>
  z.strictObject({
    terms: TopUpTerms,
    open: Id.exactOptional(),
    asked: amount.exactOptional(),
    removed: z.literal(true).exactOptional(),
    failed: z.boolean(),
    month: z.string(),
    requested: amount,
  })

const Read = Stored.transform((text) => BigInt(text))

/** Holds while each was for a job. */
export const storedJobHolds = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('VOIDED') }),
  z.strictObject({
    status: z.literal('OPEN'),
    jobId: Id,
    amount: Stored,
    burns: Burns,
    backing: Id.exactOptional(),
    expiresAt: z.string().exactOptional(),
    counted: Counted,
  }),
  z.strictObject({
    status: z.literal('RELEASED'),
    jobId: Id,
    amount: Stored,
    expired: z.boolean(),
  }),
  capturedWith(Stored),
])

/** As they stand in the log. */
export const StoredAmount = Stored
export const storedEntries = entriesWith(Stored)
export const StoredWithdrawn = withdrawnWith(Stored)
export const StoredTopUp = topUpWith(Stored)

/** The same contract, read into a wallet's state. */
export const readEntries = entriesWith(Read)
export const ReadWithdrawn = withdrawnWith(Read)
export const ReadTopUp = topUpWith(Read)

/** A value of the state in the form of the log: amounts as text, nothing else changed. */
export const stored = (value: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      typeof each === 'bigint' ? each.toString() : each,
    ]),
  )
