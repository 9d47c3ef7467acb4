import type { Posting } from '../billing/ledger/postings.ts'
import { transactionDefinitions } from '../billing/wallet/wallet.ts'
import type { DomainEvent } from '../shared/event.ts'
import type { Json } from '../shared/json.ts'

/** What an event says, and what its stream said before it that texts and addressees need. JSON. */
export type Facts = { readonly [property: string]: Json }

/** An event's data as it stands in the log. */
export const factsIn = ({ data }: DomainEvent): Facts =>
  // Events are JSON objects: their stored contracts say so.
  data as Facts

/** Properties of an event that later ones of its stream are told with. */
const kept: Readonly<Record<string, readonly string[]>> = {
  JobSubmitted: ['organisation', 'user', 'name', 'deviceId'],
  DeviceRegistered: ['providerOrganisation', 'name'],
  ApiKeyCreated: ['name', 'prefix', 'last4'],
  ApiKeyChanged: ['name'],
  SubscriptionStarted: ['plan', 'trial'],
  SubscriptionRenewed: ['plan'],
  PlanChanged: ['plan'],
  VersionDrafted: ['organisationId', 'semver'],
  ReviewWritten: ['author', 'sellerOrganisation'],
  PaymentRequested: ['amount', 'offSession'],
}

/** Everything that is kept of any stream. */
export const rememberedProperties: readonly string[] = Object.values(kept).flat()

/** What an event says of its stream by having happened. */
const marks: Readonly<Record<string, Facts>> = {
  // The first one belongs to the registration.
  PasswordSet: { hasPassword: true },
  SubscriptionRenewed: { trial: false },
}

/** Prefixes of the streams that are remembered by something. */
const remembered: readonly string[] = [
  'job-',
  'wallet-',
  'device-',
  'apiKey-',
  'user-',
  'subscription-',
  'appVersion-',
  'review-',
  'payment-',
]

export const isRemembered = (stream: string): boolean =>
  remembered.some((prefix) => stream.startsWith(prefix))

/** Nothing of what these streams said before is told any more. A wallet's next book begins with what this one knew. */
const last: ReadonlySet<string> = new Set([
  'JobCompleted',
  'JobFailed',
  'JobCancelled',
  'BooksClosed',
  'PaymentSucceeded',
  'PaymentCancelled',
])

const ofWallets: ReadonlySet<string> = new Set(transactionDefinitions.map(({ type }) => type))
const topUps: ReadonlySet<string> = new Set(['WalletCredited', 'CreditedFromPayment'])

/** Event types that change what their streams are remembered by. */
export const rememberedTypes: readonly string[] = [
  ...Object.keys(kept),
  ...Object.keys(marks),
  ...last,
  ...ofWallets,
  'BooksOpened',
]

/**
 * What a stream is remembered by after an event; nothing when it is remembered by nothing (any more). Pure: it is folded
 * by the projection, and again by who sends mails.
 */
export const remember = (before: Facts | undefined, event: DomainEvent): Facts | undefined => {
  if (last.has(event.type)) return undefined
  const data = factsIn(event)
  const properties = kept[event.type]
  const mark = marks[event.type]
  if (properties !== undefined || mark !== undefined)
    return { ...before, ...pick(data, properties ?? []), ...mark }
  if (event.type === 'BooksOpened')
    return walletFacts(bigOf(data['available']), bigOf(data['lastTopUp']))
  return ofWallets.has(event.type) ? walletAfter(before ?? {}, event.type, data) : before
}

const walletAfter = (before: Facts, type: string, data: Facts): Facts => {
  const topUp = topUps.has(type) ? bigOf(data['amount']) : bigOf(before['topUp'])
  return walletFacts(bigOf(before['available']) + creditMovedBy(data), topUp)
}

/** Low is less than a tenth of what the last top-up brought. */
const walletFacts = (available: bigint, topUp: bigint): Facts => ({
  available: available.toString(),
  topUp: topUp.toString(),
  low: available * 10n < topUp,
})

/** By how much there is more to spend after it: the legs on the wallet's credit. */
const creditMovedBy = (data: Facts): bigint =>
  // Every event of a wallet has its legs: their stored contracts say so.
  (data['postings'] as readonly Posting[])
    .filter(({ account }) => account.startsWith('customer_credit:'))
    .reduce((sum, { side, amount }) => sum + BigInt(side === 'CREDIT' ? amount : `-${amount}`), 0n)

const bigOf = (value: Json | undefined): bigint => (typeof value === 'string' ? BigInt(value) : 0n)

const pick = (data: Facts, properties: readonly string[]): Facts =>
  Object.fromEntries(
    properties.flatMap((name) => {
      const value = data[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
