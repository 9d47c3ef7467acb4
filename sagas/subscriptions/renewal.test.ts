import t from 'tap'
import { fold } from '../../domain/shared/decider.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { subscription, type SubscriptionCommand } from '../../domain/subscriptions/subscription.ts'
import type { SubscriptionEvent } from '../../domain/subscriptions/subscription-events.ts'
import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import {
  heard,
  passes,
  refused,
  saga,
  succeeded,
  type Happening,
} from '../../test/kit/given-when-then/saga.ts'
import { free, monthly } from '../../test/kit/plans.ts'
import { walletRecovery } from './recovery.ts'
import { subscriptionRenewal } from './renewal.ts'

const subscriptionId = idNamed('subscription')
const chargeId = idNamed('charge 0')
const on = { subscriptionId } as const

/** What these commands decide to, one after the other, as events that are heard. */
const story = (...commands: readonly SubscriptionCommand[]): readonly Happening[] => {
  const events: SubscriptionEvent[] = []
  for (const command of commands) {
    const state = fold(subscription.evolve, subscription.initial, events)
    const decision = subscription.decide(command, state, meta)
    if (isRejection(decision)) throw new Error(decision.detail)
    events.push(...decision)
  }
  return events.map(({ type, data }) => heard(type, data))
}

const start = (plan = monthly(3_100), trial = false): SubscriptionCommand => ({
  ...on,
  type: 'StartSubscription',
  organisation: idNamed('buyer'),
  subscriber: idNamed('person'),
  appId: idNamed('app'),
  sellerOrganisation: idNamed('seller'),
  versionId: idNamed('version'),
  commissionBasisPoints: 1_000,
  ...{ plan, trial, chargeId },
})
const paid: SubscriptionCommand = { ...on, type: 'RecordPayment', chargeId }
const unpaid: SubscriptionCommand = {
  ...on,
  type: 'RecordPaymentFailure',
  chargeId,
  code: 'INSUFFICIENT_FUNDS',
}
const cancel: SubscriptionCommand = { ...on, type: 'CancelNow', refund: true }

const { given } = saga(subscriptionRenewal)
const last = (happenings: readonly Happening[]): [readonly Happening[], Happening] => {
  const when = happenings.at(-1)
  if (when === undefined) throw new Error('nothing happens')
  return [happenings.slice(0, -1), when]
}
const after = (happenings: readonly Happening[]) => {
  const [before, when] = last(happenings)
  return given(...before).when(when)
}

t.test('it asks for the first payment, and waits for it a day', async () => {
  after(story(start())).then([
    { kind: 'charge', purpose: 'SUBSCRIPTION_PERIOD', subscriptionId },
    'schedule patience',
    'schedule periodEnd',
    'schedule upcoming',
  ])
  given(...story(start()), succeeded('charge', { outcome: 'REFUSED', chargeId, code: 'X' }))
    .when(passes({ days: 1 }))
    .then([{ kind: 'expire', why: 'UNPAID' }])
})
t.test('what costs nothing is not asked for', async () => {
  after(story(start(free()))).then(['schedule periodEnd'])
})
t.test('what the wallet says is put on record', async () => {
  given(...story(start()))
    .when(succeeded('charge', { outcome: 'PAID', chargeId }))
    .then([{ kind: 'recordPayment', chargeId }])
  given(...story(start()))
    .when(succeeded('charge', { outcome: 'REFUSED', chargeId, code: 'INSUFFICIENT_FUNDS' }))
    .then([{ kind: 'recordFailure', chargeId, code: 'INSUFFICIENT_FUNDS' }])
})
t.test('a word before the end, then the end', async () => {
  const active = given(...story(start(), paid))
  active.when(passes({ days: 28 })).then([{ kind: 'announceRenewal', index: 0 }])
  active.when(passes({ days: 3 })).then([{ kind: 'endPeriod', index: 0 }])
})
t.test('an end that must wait comes up again when the payment is there', async () => {
  const late = given(...story(start()), passes({ days: 31 }))
  late.when(refused('endPeriod', 'SUBSCRIPTION_PAYMENT_PENDING')).then([])
  const [, payment] = last(story(start(), paid))
  late.when(payment).then(['schedule periodEnd'])
})
t.test('a pause leaves nothing to wait for but its own end', async () => {
  after(story(start(), paid, { ...on, type: 'Pause' })).then([
    'unschedule periodEnd',
    'unschedule upcoming',
    'schedule pauseEnd',
  ])
  given(...story(start(), paid, { ...on, type: 'Pause' }))
    .when(passes({ days: 180 }))
    .then([{ kind: 'expire', why: 'PAUSED' }])
})
t.test('a cancellation gives back, or voids, and then it is over', async () => {
  const cancelled = story(start(), paid, cancel)
  after(cancelled).then([
    'unschedule periodEnd',
    'unschedule upcoming',
    { kind: 'refund', reason: 'REQUESTED' },
  ])
  given(...cancelled)
    .when(succeeded('refund'))
    .then(['end CANCELLED'])
  given(...story(start(), cancel))
    .when(succeeded('voidCharge'))
    .then(['end CANCELLED'])
})

const recovery = saga(walletRecovery)
const credited = heard('WalletCredited', { walletId: `${idNamed('buyer')}-USD` })
t.test('money that comes in is tried at once, if it is enough', async () => {
  const [, failure] = last(story(start(), unpaid))
  recovery
    .given()
    .when(failure)
    .then([{ kind: 'checkFunds', amount: '3100' }])
  const waiting = recovery.given(
    failure,
    succeeded('checkFunds', { subscriptionId, enough: false }),
  )
  waiting.when(credited).then([{ kind: 'checkFunds', subscriptionId }])
  recovery
    .given(failure)
    .when(succeeded('checkFunds', { subscriptionId, enough: true }))
    .then([{ kind: 'requestPayment', subscriptionId }])
})
t.test('whatever brings money is heard', async () => {
  const [, failure] = last(story(start(), unpaid))
  const waiting = recovery.given(
    failure,
    succeeded('checkFunds', { subscriptionId, enough: false }),
  )
  const sources = ['CreditedFromPayment', 'CreditGranted', 'HoldReleased', 'DisputeClosed']
  for (const type of sources)
    waiting
      .when(heard(type, { walletId: `${idNamed('buyer')}-USD` }))
      .then([{ kind: 'checkFunds', subscriptionId }])
})
t.test('nobody waits who has paid', async () => {
  const [, failure] = last(story(start(), unpaid))
  const [, payment] = last(story(start(), paid))
  recovery
    .given(failure, succeeded('checkFunds', { subscriptionId, enough: false }), payment)
    .when(credited)
    .then([])
})
