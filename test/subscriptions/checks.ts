import { imbalanceOf } from '../../domain/billing/ledger/postings.ts'
import type { WalletEvent } from '../../domain/billing/wallet/wallet.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { streamsIn } from './world.ts'

type Of<Event extends { readonly type: string }, Type extends Event['type']> = Extract<
  Event,
  { readonly type: Type }
>

/** Events of the streams with this prefix. */
const eventsOf = (
  streams: ReadonlyMap<string, readonly RecordedEvent[]>,
  prefix: string,
): readonly (readonly DomainEvent[])[] =>
  [...streams]
    .filter(([stream]) => stream.startsWith(prefix))
    .map(([, events]) => events.map((event) => decodeEvent(event)))

const each = <Event extends { readonly type: string }, Type extends Event['type']>(
  events: readonly Event[],
  type: Type,
): readonly Of<Event, Type>[] =>
  // Just looked at.
  events.filter((event) => event.type === type) as unknown as readonly Of<Event, Type>[]

/** What is wrong with the books of a log of subscriptions that has come to rest; nothing when all is well. */
export const findingsIn = (all: readonly RecordedEvent[]): readonly string[] => {
  const streams = streamsIn(all)
  // The names of streams say whose events they hold.
  const subscriptions = eventsOf(streams, 'subscription-') as readonly SubscriptionEvent[][]
  const wallets = eventsOf(streams, 'wallet-') as readonly WalletEvent[][]
  const money = wallets.flat()
  return [
    ...subscriptions.flatMap(gaps),
    ...chargesOf(subscriptions.flat(), money),
    ...ledger(money),
    ...wallets.flatMap(overdrawn),
  ]
}

/** Periods follow each other; a change of plan begins one early, a pause moves the end. */
const gaps = (events: readonly SubscriptionEvent[]): readonly string[] => {
  const findings: string[] = []
  let index = -1
  let end: string | undefined
  for (const { type, data } of events) {
    if (
      type === 'SubscriptionRenewed' &&
      (data.period.index !== index + 1 || data.period.start !== end)
    )
      findings.push(`${data.subscriptionId}: period ${data.period.index} does not follow ${index}`)
    if (type === 'SubscriptionResumed' && data.period.index !== index)
      findings.push(`${data.subscriptionId}: resumed in another period`)
    if ('period' in data && type !== 'PlanChangeStarted') {
      index = data.period.index
      end = data.period.end
    }
  }
  return findings
}

/** Each charge that was asked for is taken once or not at all; taken and not kept, it is given back in whole. */
const chargesOf = (
  events: readonly SubscriptionEvent[],
  money: readonly WalletEvent[],
): readonly string[] => {
  const started = each(events, 'SubscriptionStarted')
  const renewed = each(events, 'SubscriptionRenewed')
  const changes = each(events, 'PlanChangeStarted')
  const asked = new Map(
    [...started, ...renewed, ...changes].flatMap(({ data: { charge } }) =>
      charge === undefined ? [] : [[charge.chargeId, charge.amount.amount] as const],
    ),
  )
  const taken = each(money, 'WalletCharged')
  const times = new Map<string, number>()
  for (const { data } of taken) times.set(data.chargeId, (times.get(data.chargeId) ?? 0) + 1)
  const refunded = new Map<string, bigint>()
  for (const { data } of each(money, 'WalletChargeRefunded'))
    refunded.set(data.chargeId, (refunded.get(data.chargeId) ?? 0n) + BigInt(data.amount))
  const kept = new Set([
    ...each(events, 'SubscriptionPaymentSucceeded').map(({ data }) => data.charge.chargeId),
    ...each(events, 'PlanChanged').flatMap(({ data }) =>
      data.charge === undefined ? [] : [data.charge.chargeId],
    ),
  ])
  return [
    ...[...times].filter(([, often]) => often > 1).map(([id]) => `charge ${id} was taken twice`),
    ...taken
      .filter(({ data }) => asked.get(data.chargeId) !== data.amount)
      .map(({ data }) => `charge ${data.chargeId} was not asked for like that`),
    ...[...kept]
      .filter((id) => !times.has(id))
      .map((id) => `charge ${id} is paid, and was not taken`),
    ...taken
      .filter(({ data }) => !kept.has(data.chargeId))
      .filter(({ data }) => refunded.get(data.chargeId) !== BigInt(data.amount))
      .map(({ data }) => `charge ${data.chargeId} was taken for nothing`),
  ]
}

const ledger = (money: readonly WalletEvent[]): readonly string[] => {
  const legs = money.flatMap(({ data }) => data.postings)
  const balance = (account: string): bigint =>
    -imbalanceOf(legs.filter((leg) => leg.account.startsWith(account)))
  const sum = (type: WalletEvent['type']): bigint =>
    each(money, type).reduce((total, { data }) => total + BigInt(data.amount), 0n)
  const earned = sum('WalletCharged') - sum('WalletChargeRefunded')
  return [
    ...(money.every(({ data }) => imbalanceOf(data.postings) === 0n)
      ? []
      : ['unbalanced postings']),
    ...(imbalanceOf(legs) === 0n ? [] : ['the ledger does not balance']),
    ...(balance('seller_payable') + balance('commission_revenue') === earned
      ? []
      : ['what sellers and the hub have is not what buyers paid']),
    ...(balance('customer_credit') === sum('WalletCredited') - earned
      ? []
      : ['what buyers have left is not what they did not pay']),
  ]
}

const overdrawn = (events: readonly WalletEvent[]): readonly string[] => {
  let left = 0n
  for (const { type, data } of events) {
    const amount = BigInt(data.amount)
    left += type === 'WalletCharged' ? -amount : amount
    // What is given back together with a charge stands before it.
    if (left < 0n) return [`wallet ${data.walletId} is overdrawn`]
  }
  return []
}
