import { z } from 'zod'
import { Money } from '../shared/money.ts'
import { Id, Instant } from '../shared/values.ts'

/** One type of event as other systems see it: our own contract with them, apart from what the log stores. */
export type WebhookType = {
  /** The event of the log that it follows from; absent for what the hub says without one. */
  readonly on?: string
  /** The property that holds whose endpoints are told. */
  readonly organisation: string
  /** Raised when a receiver of the version before would not understand it. */
  readonly version: number
  readonly description: string
  readonly data: z.ZodObject
}

const at = Instant
const minor = z
  .string()
  .regex(/^-?\d+$/)
  .describe('Minor units of the asset')
const Job = { jobId: Id, name: z.string(), deviceId: Id, user: z.string(), at }
const Usage = z.object({ shots: z.int(), qpuSeconds: z.number() })
const Transaction = {
  walletId: z.string(),
  asset: z.string(),
  amount: minor,
  transactionId: Id,
  at,
}
const Payment = {
  paymentId: Id,
  walletId: z.string().optional(),
  jobId: Id.optional(),
  billId: Id.optional(),
  at,
}
const Bill = { billId: Id, walletId: z.string(), asset: z.string(), at }
const Payout = { payoutId: Id, asset: z.string(), amount: minor, at }
const Device = { deviceId: Id, name: z.string(), at }
const Member = { organisationId: Id, userId: Id, at }
const Version = { versionId: Id, appId: Id, semver: z.string(), at }
const Listing = { appId: Id, at }
const Subscription = {
  subscriptionId: Id,
  appId: Id,
  plan: z.object({ planId: Id, name: z.string(), asset: z.string(), priceVersion: z.int() }),
  at,
}
const ApiKey = { keyId: Id, name: z.string(), at }

/** What may be subscribed to. Its payload is what these schemas let through of the event and its stream's past. */
export const webhookTypes = {
  'job.submitted': {
    on: 'JobSubmitted',
    organisation: 'organisation',
    version: 1,
    description: 'A job was taken in.',
    data: z
      .object({ ...Job, submittedAt: Instant, shots: z.int(), maximumCost: Money })
      .omit({ at: true }),
  },
  'job.completed': {
    on: 'JobCompleted',
    organisation: 'organisation',
    version: 1,
    description: 'A job ran to its end. Its result is read at the interfaces.',
    data: z.object({ ...Job, usage: Usage }),
  },
  'job.failed': {
    on: 'JobFailed',
    organisation: 'organisation',
    version: 1,
    description: 'A job failed.',
    data: z.object({
      ...Job,
      usage: Usage,
      failure: z.object({
        code: z.string(),
        message: z.string(),
        faultDomain: z.enum(['USER', 'PLATFORM', 'PROVIDER']),
        retriable: z.boolean(),
      }),
    }),
  },
  'job.cancelled': {
    on: 'JobCancelled',
    organisation: 'organisation',
    version: 1,
    description: 'A job was cancelled.',
    data: z.object({ ...Job, usage: Usage, by: z.enum(['USER', 'SYSTEM']) }),
  },
  'wallet.credited': {
    on: 'WalletCredited',
    organisation: 'organisation',
    version: 1,
    description: 'Money arrived in a wallet.',
    data: z.object({ ...Transaction, reason: z.string() }),
  },
  'wallet.captured': {
    on: 'HoldCaptured',
    organisation: 'organisation',
    version: 1,
    description: 'A job was paid for out of what was held for it.',
    data: z.object({ ...Transaction, jobId: Id, released: minor }),
  },
  'wallet.refunded': {
    on: 'ChargeRefunded',
    organisation: 'organisation',
    version: 1,
    description: 'What a job had cost was paid back, all or a part.',
    data: z.object({ ...Transaction, jobId: Id, reason: z.string() }),
  },
  'payment.succeeded': {
    on: 'PaymentSucceeded',
    organisation: 'organisation',
    version: 1,
    description: 'A payment of yours went through.',
    data: z.object({ ...Payment, captured: Money }),
  },
  'payment.declined': {
    on: 'PaymentDeclined',
    organisation: 'organisation',
    version: 1,
    description: 'A payment of yours was declined.',
    data: z.object({ ...Payment, code: z.string() }),
  },
  'payment.refunded': {
    on: 'PaymentRefundSucceeded',
    organisation: 'organisation',
    version: 1,
    description: 'A payment of yours was refunded, all or a part.',
    data: z.object({ ...Payment, refundId: Id, amount: Money }),
  },
  'bill.issued': {
    on: 'BillFinalised',
    organisation: 'organisation',
    version: 1,
    description: 'A bill was issued. Its lines are read at the interfaces.',
    data: z.object({
      ...Bill,
      number: z.string(),
      totals: z.object({ net: minor, tax: minor, due: minor, total: minor }),
      dueAt: Instant,
    }),
  },
  'bill.paid': {
    on: 'BillPaid',
    organisation: 'organisation',
    version: 1,
    description: 'A bill is paid.',
    data: z.object(Bill),
  },
  'payout.paid': {
    on: 'PayoutPaid',
    organisation: 'organisation',
    version: 1,
    description: 'What you earned was paid out.',
    data: z.object(Payout),
  },
  'payout.failed': {
    on: 'PayoutFailed',
    organisation: 'organisation',
    version: 1,
    description: 'A payout to you did not go through.',
    data: z.object({ ...Payout, code: z.string() }),
  },
  'device.online': {
    on: 'DeviceWentOnline',
    organisation: 'providerOrganisation',
    version: 1,
    description: 'A device of yours takes jobs.',
    data: z.object(Device),
  },
  'device.offline': {
    on: 'DeviceWentOffline',
    organisation: 'providerOrganisation',
    version: 1,
    description: 'A device of yours takes no jobs.',
    data: z.object({ ...Device, reason: z.string() }),
  },
  'organisation.member-added': {
    on: 'MemberAdded',
    organisation: 'organisationId',
    version: 1,
    description: 'Somebody was taken into your organisation.',
    data: z.object({ ...Member, role: z.string() }),
  },
  'organisation.member-removed': {
    on: 'MemberRemoved',
    organisation: 'organisationId',
    version: 1,
    description: 'Somebody left your organisation.',
    data: z.object(Member),
  },
  'api-key.created': {
    on: 'ApiKeyCreated',
    organisation: 'organisationId',
    version: 1,
    description: 'An API key was created.',
    data: z.object({ ...ApiKey, prefix: z.string(), last4: z.string(), expiresAt: Instant }),
  },
  'api-key.revoked': {
    on: 'ApiKeyRevoked',
    organisation: 'organisationId',
    version: 1,
    description: 'An API key was ended.',
    data: z.object(ApiKey),
  },
  'version.validated': {
    on: 'VersionValidated',
    organisation: 'organisationId',
    version: 1,
    description: 'A version of an app of yours passed its checks.',
    data: z.object(Version),
  },
  'version.rejected': {
    on: 'VersionRejected',
    organisation: 'organisationId',
    version: 1,
    description: 'A version of an app of yours did not pass its checks.',
    data: z.object(Version),
  },
  'listing.published': {
    on: 'ListingPublished',
    organisation: 'organisationId',
    version: 1,
    description: 'A listing of yours was approved.',
    data: z.object(Listing),
  },
  'listing.declined': {
    on: 'ListingDeclined',
    organisation: 'organisationId',
    version: 1,
    description: 'A listing of yours was not approved.',
    data: z.object({ ...Listing, reason: z.string() }),
  },
  'listing.suspended': {
    on: 'ListingSuspended',
    organisation: 'organisationId',
    version: 1,
    description: 'A listing of yours was taken off the market.',
    data: z.object({ ...Listing, reason: z.string() }),
  },
  'listing.change-accepted': {
    on: 'ListingChangeAccepted',
    organisation: 'organisationId',
    version: 1,
    description: 'A change that you proposed to a listing was accepted.',
    data: z.object({ ...Listing, requestId: Id }),
  },
  'listing.change-declined': {
    on: 'ListingChangeDeclined',
    organisation: 'organisationId',
    version: 1,
    description: 'A change that you proposed to a listing was not accepted.',
    data: z.object({ ...Listing, requestId: Id, reason: z.string() }),
  },
  'review.written': {
    on: 'ReviewWritten',
    organisation: 'sellerOrganisation',
    version: 1,
    description: 'An app of yours was reviewed.',
    data: z.object({ reviewId: Id, appId: Id, rating: z.int(), at }),
  },
  'subscription.started': {
    on: 'SubscriptionStarted',
    organisation: 'organisation',
    version: 1,
    description: 'You subscribed to an app.',
    data: z.object({ ...Subscription, trial: z.boolean() }),
  },
  'subscription.renewed': {
    on: 'SubscriptionRenewed',
    organisation: 'organisation',
    version: 1,
    description: 'A new period of a subscription of yours began.',
    data: z.object(Subscription),
  },
  'subscription.payment-failed': {
    on: 'SubscriptionPaymentFailed',
    organisation: 'organisation',
    version: 1,
    description: 'A subscription of yours could not be paid.',
    data: z.object({ ...Subscription, nextAttemptAt: Instant.optional() }),
  },
  'subscription.cancelled': {
    on: 'SubscriptionCancelled',
    organisation: 'organisation',
    version: 1,
    description: 'A subscription of yours was cancelled.',
    data: z.object({ ...Subscription, reason: z.string() }),
  },
  'subscription.expired': {
    on: 'SubscriptionExpired',
    organisation: 'organisation',
    version: 1,
    description: 'A subscription of yours has expired.',
    data: z.object({ ...Subscription, reason: z.string() }),
  },
  'sale.started': {
    on: 'SubscriptionStarted',
    organisation: 'sellerOrganisation',
    version: 1,
    description: 'An app of yours was subscribed to.',
    data: z.object({ ...Subscription, trial: z.boolean() }),
  },
  'sale.ended': {
    on: 'SubscriptionCancelled',
    organisation: 'sellerOrganisation',
    version: 1,
    description: 'A subscription to an app of yours was cancelled.',
    data: z.object({ ...Subscription, reason: z.string() }),
  },
  'notification.created': {
    organisation: 'organisationId',
    version: 1,
    description: 'Somebody of your organisation was told something, and wants it told here.',
    data: z.object({
      notificationId: Id,
      userId: Id,
      organisationId: Id,
      kind: z.string(),
      severity: z.enum(['INFO', 'WARNING', 'CRITICAL']),
      title: z.string(),
      text: z.string(),
      about: z.string(),
      at,
    }),
  },
  'webhook.ping': {
    organisation: 'organisationId',
    version: 1,
    description: 'You asked for a test. Sent to the endpoint whatever it subscribes to.',
    data: z.object({ organisationId: Id, endpointId: Id, at }),
  },
} as const satisfies Readonly<Record<string, WebhookType>>

export type WebhookTypeName = keyof typeof webhookTypes

// Keys of the literal above.
export const webhookTypeNames = Object.keys(webhookTypes) as [WebhookTypeName, ...WebhookTypeName[]]

export const webhookTypeOf = (name: WebhookTypeName): WebhookType => webhookTypes[name]
