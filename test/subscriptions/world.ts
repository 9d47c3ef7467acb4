import { baseOf } from '../../commands/shared/books/load-book.ts'
import { periodChargeId } from '../../commands/subscriptions/period-charge.ts'
import { wallet, walletIdOf, type WalletEvent } from '../../domain/billing/wallet/wallet.ts'
import { subscription, type SubscriptionCommand } from '../../domain/subscriptions/subscription.ts'
import type { Period, SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { register } from '../../sagas/runtime/registry.ts'
import { performRecoveryEffects, performRenewalEffects } from '../../sagas/subscriptions/perform.ts'
import { walletRecovery } from '../../sagas/subscriptions/recovery.ts'
import { subscriptionRenewal } from '../../sagas/subscriptions/renewal.ts'
import { createVirtualTime, type Choose } from '../kit/virtual-time.ts'
import type { Deed, Life } from './lives.ts'
import type { Outcome } from './oracle.ts'

export const asset = 'USD/2'
export const seller = derivedId('lives', 'seller')
export const commissionBasisPoints = 1_250

/** Whose life it is, and whose purse pays for it: some share one. */
export type Buyer = {
  readonly subscriptionId: string
  readonly organisation: string
  readonly life: Life
}

const wishOf = (deed: Exclude<Deed, { do: 'credit' }>): Wish => {
  switch (deed.do) {
    case 'changeNow':
      return { type: 'ChangePlan', plan: deed.plan, when: 'NOW' }
    case 'changeAtEnd':
      return { type: 'ChangePlan', plan: deed.plan, when: 'PERIOD_END' }
    case 'unschedule':
      return { type: 'UnscheduleChange' }
    case 'pause':
      return { type: 'Pause' }
    case 'resume':
      return { type: 'Resume' }
    case 'cancelNow':
      return { type: 'CancelNow', refund: deed.refund }
    case 'cancelAtEnd':
      return { type: 'CancelAtPeriodEnd' }
    case 'withdraw':
      return { type: 'WithdrawCancellation' }
    case 'payNow':
      return { type: 'RequestPayment' }
  }
}
type Wish<Each = SubscriptionCommand> = Each extends SubscriptionCommand
  ? Omit<Each, 'subscriptionId'>
  : never

/** Lives these lives up to the horizon, in the real sagas and deciders. */
export const live = async (
  buyers: readonly Buyer[],
  { begin, horizon, choose, delayMs }: LiveOptions,
) => {
  const sagas = [
    register(subscriptionRenewal, performRenewalEffects),
    register(walletRecovery, performRecoveryEffects),
  ]
  const world = createVirtualTime({ begin, sagas, choose, delayMs })
  const answers = new Map<string, string[]>()
  const start = async ({ subscriptionId, organisation, life: { plan, trial } }: Buyer) => {
    const started = await world.command(subscription, subscriptionId, {
      type: 'StartSubscription',
      ...{ subscriptionId, organisation, plan, trial, commissionBasisPoints },
      subscriber: derivedId('subscriber', organisation),
      appId: derivedId('app', subscriptionId),
      sellerOrganisation: seller,
      versionId: derivedId('version', '1'),
      chargeId: periodChargeId(subscriptionId, 0),
    })
    if (!('stream' in started)) throw new Error(`${subscriptionId} could not be started`)
  }
  const act = async ({ subscriptionId, organisation }: Buyer, deed: Deed) => {
    if (deed.do === 'credit') {
      if (deed.amount === 0n) return
      await world.command(wallet, walletIdOf(organisation, asset), {
        type: 'CreditWallet',
        ...{ organisation, asset, amount: deed.amount, reason: 'life' },
      })
      return
    }
    const answer = await world.command(subscription, subscriptionId, {
      ...wishOf(deed),
      subscriptionId,
    }) // The wish and its addressee are the command.
    const said = 'stream' in answer ? 'OK' : 'rejected' in answer ? answer.rejected : answer.code
    answers.set(subscriptionId, [...(answers.get(subscriptionId) ?? []), said])
  }
  const moments = buyers
    .flatMap((buyer) => [
      { at: buyer.life.startAt, does: () => start(buyer) },
      ...buyer.life.deeds.map((deed) => ({ at: deed.at, does: () => act(buyer, deed) })),
    ])
    .toSorted((one, other) => one.at - other.at)
  for (const { at, does } of moments) {
    await world.until(at)
    await does()
  }
  await world.until(horizon)
  return { ...world, answersOf: (id: string) => answers.get(id) ?? [] }
}

export type LiveOptions = {
  readonly begin: string
  readonly horizon: number
  readonly choose: Choose
  readonly delayMs: (now: number) => number
}

type World = Awaited<ReturnType<typeof live>>

/** Streams of the log, in order; a wallet's books are one. */
export const streamsIn = (
  all: readonly RecordedEvent[],
): ReadonlyMap<string, readonly RecordedEvent[]> => {
  const streams = new Map<string, RecordedEvent[]>()
  for (const event of all) {
    const stream = event.stream.startsWith('wallet-') ? baseOf(wallet, event.stream) : event.stream
    const known = streams.get(stream)
    if (known === undefined) streams.set(stream, [event])
    else known.push(event)
  }
  return streams
}

/** What became of a buyer who has the purse alone, in the words of the model. */
export const outcomeOf = async (
  { subscriptionId, organisation }: Buyer,
  world: World,
  streams: ReadonlyMap<string, readonly RecordedEvent[]>,
): Promise<Outcome> => {
  const walletId = walletIdOf(organisation, asset)
  const state = await world.stateOf(subscription, subscriptionId)
  if (state.kind !== 'existing') throw new Error(`there is no ${subscriptionId}`)
  const { available } = await world.stateOf(wallet, walletId)
  const said = (type: WalletEvent['type']): readonly string[] =>
    (streams.get(`wallet-${walletId}`) ?? [])
      .filter((event) => event.type === type)
      .map(({ data }) => data as { readonly at: string; readonly amount: string })
      .map(({ at, amount }) => `${at} ${amount}`)
  const periods = (streams.get(`subscription-${subscriptionId}`) ?? []).flatMap(periodIn)
  return {
    status: state.status,
    plan: state.plan.name,
    balance: available,
    charges: said('WalletCharged'),
    refunds: said('WalletChargeRefunded'),
    periods: periods.filter((period, n) => period !== periods[n - 1]),
    answers: world.answersOf(subscriptionId),
  }
}

const tellsPeriod: ReadonlySet<string> = new Set<SubscriptionEvent['type']>([
  'SubscriptionStarted',
  'SubscriptionRenewed',
  'PlanChanged',
  'SubscriptionResumed',
])
const periodIn = ({ type, data }: RecordedEvent): readonly string[] => {
  if (!tellsPeriod.has(type)) return []
  const { index, start, end = '' } = (data as { readonly period: Period }).period
  return [`${index} ${start} ${end}`]
}
