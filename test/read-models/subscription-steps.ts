import { subscription, type SubscriptionCommand } from '../../domain/subscriptions/subscription.ts'
import type { Period } from '../../domain/subscriptions/subscription-events.ts'
import { subscriptionSlot } from '../../domain/subscriptions/subscription-slot.ts'
import { idNamed } from '../kit/given-when-then/meta.ts'
import { free, monthly, yearly } from '../kit/plans.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, job: string, organisation: string) => void

type Wish<Each = SubscriptionCommand> = Each extends SubscriptionCommand
  ? Omit<Each, 'subscriptionId'>
  : never

/** The period that the subscription is in, as its stream says. */
const periodOf = (recorder: Recorder, subscriptionId: string): Period | undefined =>
  recorder.events
    .filter(({ stream }) => stream === `subscription-${subscriptionId}`)
    .map(({ data }) => (data as { readonly period?: Period }).period)
    .findLast((period) => period !== undefined)

const onSubscription =
  (wishFor: (period: Period | undefined, name: string) => Wish | undefined): Step =>
  (recorder, _, name) => {
    const subscriptionId = idOf('subscription', name)
    const wish = wishFor(periodOf(recorder, subscriptionId), name)
    if (wish !== undefined)
      recorder.record(subscription, subscriptionId, { ...wish, subscriptionId })
  }

const chargeId = (name: string, index: number): string => idOf('charge', name, index.toString())

const start =
  (plan: ReturnType<typeof monthly>, trial: boolean): Step =>
  (recorder, _, name, owner) => {
    const subscriptionId = idOf('subscription', name)
    const organisation = idOf('organisation', owner)
    const appId = idOf('app', name)
    recorder.record(subscriptionSlot, idOf('slot', name), {
      type: 'TakeSlot',
      slotId: idOf('slot', name),
      ...{ organisation, appId, subscriptionId, trial },
    })
    recorder.record(subscription, subscriptionId, {
      type: 'StartSubscription',
      ...{ subscriptionId, organisation, appId, plan, trial },
      subscriber: idOf('user', 'someone'),
      sellerOrganisation: idOf('organisation', 'seller'),
      versionId: idNamed('version 1'),
      commissionBasisPoints: 1500,
      chargeId: chargeId(name, 0),
    })
  }

const current = (name: string, period: Period | undefined): string =>
  chargeId(name, period?.index ?? 0)

/** What may happen to a subscription, by the deciders. */
export const subscriptionSteps = {
  subscribe: start(monthly(1_000), false),
  startTrial: start(yearly(10_000, { trialDays: 14 }), true),
  subscribeFree: start(free(), false),
  abandon: onSubscription(() => ({ type: 'AbandonSubscription' })),
  announceRenewal: onSubscription((period) =>
    period?.end === undefined
      ? undefined
      : { type: 'AnnounceRenewal', index: period.index, end: period.end },
  ),
  endPeriod: onSubscription((period, name) =>
    period?.end === undefined
      ? undefined
      : {
          type: 'EndPeriod',
          index: period.index,
          end: period.end,
          chargeId: chargeId(name, period.index + 1),
        },
  ),
  paid: onSubscription((period, name) => ({
    type: 'RecordPayment',
    chargeId: current(name, period),
  })),
  unpaid: onSubscription((period, name) => ({
    type: 'RecordPaymentFailure',
    chargeId: current(name, period),
    code: 'INSUFFICIENT_FUNDS',
  })),
  payNow: onSubscription(() => ({ type: 'RequestPayment' })),
  changeToFree: onSubscription(() => ({ type: 'ChangePlan', plan: free(), when: 'NOW' })),
  changeUp: onSubscription(() => ({ type: 'ChangePlan', plan: monthly(3_000), when: 'NOW' })),
  schedule: onSubscription(() => ({
    type: 'ChangePlan',
    plan: monthly(2_000),
    when: 'PERIOD_END',
  })),
  unschedule: onSubscription(() => ({ type: 'UnscheduleChange' })),
  pauseSubscription: onSubscription(() => ({ type: 'Pause' })),
  resumeSubscription: onSubscription(() => ({ type: 'Resume' })),
  changeVersion: onSubscription(() => ({
    type: 'ChangeVersion',
    versionId: idNamed('version 2'),
  })),
  cancelNow: onSubscription(() => ({ type: 'CancelNow', refund: true })),
  cancelAtEnd: onSubscription(() => ({ type: 'CancelAtPeriodEnd' })),
  uncancel: onSubscription(() => ({ type: 'WithdrawCancellation' })),
  expireUnpaid: onSubscription(() => ({ type: 'ExpireUnpaid' })),
  expirePaused: onSubscription(() => ({ type: 'ExpirePaused' })),
} as const satisfies Readonly<Record<string, Step>>
