import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import { free, monthly, oneTime, yearly } from '../../test/kit/plans.ts'
import { fold } from '../shared/decider.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { isRejection } from '../shared/rejection.ts'
import { dayMs } from './calendar.ts'
import { entitlementTo, isInForce, leftOf } from './entitlements.ts'
import type { Plan } from './plan.ts'
import { subscription, type SubscriptionCommand } from './subscription.ts'
import type { Credit, SubscriptionEvent } from './subscription-events.ts'
import { isEnded } from './subscription-state.ts'

const subscriptionId = idNamed('subscription')
const on = { subscriptionId } as const
const chargeOf = (index: number): string => idNamed(`charge ${index}`)
const dayAfter = (days: number): string => instantOf(msOf(meta.now) + days * dayMs)

const start = (plan: Plan, trial = false): SubscriptionCommand => ({
  ...on,
  type: 'StartSubscription',
  organisation: idNamed('buyer'),
  subscriber: idNamed('person'),
  appId: idNamed('app'),
  sellerOrganisation: idNamed('seller'),
  plan,
  trial,
  versionId: idNamed('version'),
  commissionBasisPoints: 1_000,
  chargeId: chargeOf(0),
})
const paid = (index: number): SubscriptionCommand => ({
  ...on,
  type: 'RecordPayment',
  chargeId: chargeOf(index),
})
const unpaid = (index: number): SubscriptionCommand => ({
  ...on,
  type: 'RecordPaymentFailure',
  chargeId: chargeOf(index),
  code: 'INSUFFICIENT_FUNDS',
})
const periodEnds = (index: number, end: string): SubscriptionCommand => ({
  ...on,
  type: 'EndPeriod',
  index,
  end,
  chargeId: chargeOf(index + 1),
})
const to = (plan: Plan, when: 'NOW' | 'PERIOD_END' = 'NOW'): SubscriptionCommand => ({
  ...on,
  type: 'ChangePlan',
  plan,
  when,
})
const cancel = (refund = true): SubscriptionCommand => ({ ...on, type: 'CancelNow', refund })
const pause: SubscriptionCommand = { ...on, type: 'Pause' }
const resume: SubscriptionCommand = { ...on, type: 'Resume' }
const atEnd: SubscriptionCommand = { ...on, type: 'CancelAtPeriodEnd' }
const pay: SubscriptionCommand = { ...on, type: 'RequestPayment' }

// 1 January 2026, noon: the period has 31 days.
const february = '2026-02-01T12:00:00.000Z'
const march = '2026-03-01T12:00:00.000Z'
const cheap = monthly(3_100)
const { given, after } = decider(subscription)

const statusAfter = (...commands: readonly SubscriptionCommand[]): string | undefined => {
  const { state } = after(...commands)
  return state.kind === 'existing' ? state.status : undefined
}

const decided = (
  decision: ReturnType<typeof subscription.decide>,
): readonly SubscriptionEvent[] => {
  if (isRejection(decision)) throw new Error(decision.detail)
  return decision
}

const creditIn = (event: SubscriptionEvent): readonly Credit[] => {
  switch (event.type) {
    case 'PlanChangeStarted':
    case 'PlanChanged':
      return event.data.credit === undefined ? [] : [event.data.credit]
    case 'SubscriptionCancelled':
    case 'SubscriptionExpired':
      return event.data.refund === undefined ? [] : [event.data.refund]
    default:
      return []
  }
}

t.test('it starts: to be paid, free, or with a trial', async (t) => {
  t.equal(statusAfter(start(cheap)), 'PENDING')
  t.equal(statusAfter(start(free())), 'ACTIVE')
  t.equal(statusAfter(start(monthly(1, { trialDays: 7 }), true)), 'TRIALING')
  t.equal(statusAfter(start(cheap), paid(0)), 'ACTIVE')
  given().when(start(cheap, true)).then('TRIAL_UNAVAILABLE')
  after(start(cheap)).when(start(cheap)).then('ALREADY_EXISTS')
  given().when(pause).then('NOT_FOUND')
})
t.test('what was given up never starts', async () => {
  const abandon: SubscriptionCommand = { ...on, type: 'AbandonSubscription' }
  given().when(abandon).then(['SubscriptionAbandoned'])
  after(abandon).when(start(cheap)).then('ALREADY_EXISTS')
  after(start(cheap)).when(abandon).then([])
})
t.test('a payment counts once', async () => after(start(cheap), paid(0)).when(paid(0)).then([]))
t.test('the next period begins where the last one ended, however late', async (t) => {
  const before = after(start(cheap), paid(0)).at(dayAfter(40))
  t.match(before.when(periodEnds(0, february)).decision, [
    {
      type: 'SubscriptionRenewed',
      data: {
        period: { index: 1, start: february, end: march },
        charge: { chargeId: chargeOf(1) },
      },
    },
  ])
})
t.test('decided twice it begins once; for another end, not at all', async () => {
  after(start(cheap), paid(0), periodEnds(0, february)).when(periodEnds(0, february)).then([])
  after(start(cheap), paid(0)).when(periodEnds(0, march)).then([])
})
t.test('whose buyer or seller is closed ends with its period', async () => {
  const orphaned = { ...periodEnds(0, february), orphaned: true }
  after(start(cheap), paid(0)).when(orphaned).then(['SubscriptionCancelled'])
  after(start(free())).when(orphaned).then(['SubscriptionCancelled'])
  after(start(cheap), paid(0)).when(periodEnds(0, february)).then(['SubscriptionRenewed'])
})
t.test('what is owed comes first', async () => {
  const owing = after(start(cheap), paid(0), periodEnds(0, february))
  owing.when(periodEnds(1, march)).then('SUBSCRIPTION_PAYMENT_PENDING')
  owing.when(pause).then('SUBSCRIPTION_PAYMENT_PENDING')
  owing.when(to(free())).then('SUBSCRIPTION_PAYMENT_PENDING')
})
t.test('a first payment that fails is waited for, and then no longer', async () => {
  const waiting = after(start(cheap), unpaid(0))
  waiting.when(paid(0)).then(['SubscriptionPaymentSucceeded'])
  waiting.when(pay).then(['SubscriptionPaymentRequested'])
  waiting.when({ ...on, type: 'ExpireUnpaid' }).then(['SubscriptionExpired'])
  after(start(cheap), paid(0))
    .when({ ...on, type: 'ExpireUnpaid' })
    .then([])
})
t.test('a later one is tried again, and ends it when the steps are over', async (t) => {
  const renewed = after(start(cheap), paid(0), periodEnds(0, february))
  t.match(renewed.when(unpaid(1)).decision, [{ data: { nextAttemptAt: dayAfter(1) } }])
  const pastDue = after(start(cheap), paid(0), periodEnds(0, february), unpaid(1))
  t.match(pastDue.state, { status: 'PAST_DUE' })
  t.match(pastDue.at(dayAfter(1)).when(unpaid(1)).decision, [
    { data: { nextAttemptAt: dayAfter(3) } },
  ])
  pastDue
    .at(dayAfter(7))
    .when(unpaid(1))
    .then(['SubscriptionPaymentFailed', 'SubscriptionCancelled'])
  pastDue.when(paid(1)).then(['SubscriptionPaymentSucceeded'])
  pastDue.when(pause).then('ILLEGAL_SUBSCRIPTION_TRANSITION')
})
t.test('a change to a dearer plan is paid for what is left, and credited', async (t) => {
  // Ten of 31 days are over.
  const before = after(start(cheap), paid(0)).at(dayAfter(10))
  t.match(before.when(to(monthly(6_200))).decision, [
    {
      type: 'PlanChangeStarted',
      data: {
        period: { index: 0, end: february },
        charge: { amount: { amount: '4200' } },
        credit: { chargeId: chargeOf(0), amount: { amount: '2100' } },
      },
    },
  ])
  t.match(before.when(to(yearly(100_000))).decision, [
    {
      data: {
        period: { index: 1, start: dayAfter(10), end: instantOf(msOf(dayAfter(375))) },
        charge: { amount: { amount: '100000' } },
        credit: { amount: { amount: '2100' } },
      },
    },
  ])
  t.match(before.when(to(free())).decision, [
    { type: 'PlanChanged', data: { credit: { amount: { amount: '2100' } } } },
  ])
  before.when(to(cheap)).then([])
  before.when(to(monthly(1, { asset: 'EUR/2' }))).then('ASSET_MISMATCH')
})
t.test('it takes effect when it is paid, and is off when it is not', async (t) => {
  const underWay = after(start(cheap), paid(0), to(monthly(6_200)))
  const changeId = idNamed('charge')
  const chargeId = { chargeId: changeId }
  t.match(underWay.state, { plan: cheap, change: { charge: chargeId } })
  underWay.when({ ...on, type: 'RecordPayment', ...chargeId }).then(['PlanChanged'])
  underWay
    .when({ ...on, type: 'RecordPaymentFailure', ...chargeId, code: 'INSUFFICIENT_FUNDS' })
    .then(['PlanChangeDeclined'])
  underWay.when(cancel()).then('SUBSCRIPTION_PAYMENT_PENDING')
})
t.test('a trial goes on under another plan', async (t) => {
  const trying = after(start(monthly(1, { trialDays: 7 }), true))
  t.match(trying.when(to(yearly(100))).decision, [
    { type: 'PlanChanged', data: { period: { index: 0, end: dayAfter(7) } } },
  ])
})
t.test('a change at the end of the period can be taken back', async (t) => {
  const scheduled = after(start(cheap), paid(0), to(yearly(9), 'PERIOD_END'))
  t.match(scheduled.when(periodEnds(0, february)).decision, [
    { data: { plan: yearly(9), period: { end: '2027-02-01T12:00:00.000Z' } } },
  ])
  scheduled.when({ ...on, type: 'UnscheduleChange' }).then(['PlanChangeUnscheduled'])
  scheduled.when(to(cheap, 'PERIOD_END')).then(['PlanChangeUnscheduled'])
  after(start(oneTime(5)), paid(0))
    .when(to(cheap, 'PERIOD_END'))
    .then('ILLEGAL_SUBSCRIPTION_TRANSITION')
})
t.test('a pause keeps what is left', async (t) => {
  const paused = given(
    ...after(start(cheap), paid(0)).events,
    ...decided(after(start(cheap), paid(0)).at(dayAfter(10)).when(pause).decision),
  )
  t.match(paused.state, { status: 'PAUSED', pause: { remainingMs: 21 * dayMs } })
  t.match(paused.at(dayAfter(50)).when(resume).decision, [
    { type: 'SubscriptionResumed', data: { period: { index: 0, end: dayAfter(71) } } },
  ])
  t.match(paused.at(dayAfter(50)).when(cancel()).decision, [
    { data: { refund: { amount: { amount: '2100' } } } },
  ])
  paused.when(periodEnds(0, february)).then([])
  paused.when({ ...on, type: 'ExpirePaused' }).then(['SubscriptionExpired'])
  paused.when(pause).then([])
})
t.test('a cancellation gives back what is left, or not, or waits', async (t) => {
  const before = after(start(cheap), paid(0)).at(dayAfter(10))
  t.match(before.when(cancel()).decision, [{ data: { refund: { amount: { amount: '2100' } } } }])
  t.notMatch(before.when(cancel(false)).decision, [{ data: { refund: {} } }])
  t.match(after(start(cheap)).when(cancel()).decision, [
    { data: { voids: { chargeId: chargeOf(0) } } },
  ])
  after(start(cheap), paid(0), atEnd).when(periodEnds(0, february)).then(['SubscriptionCancelled'])
  after(start(cheap), paid(0), atEnd)
    .when({ ...on, type: 'WithdrawCancellation' })
    .then(['SubscriptionCancellationWithdrawn'])
  after(start(cheap), paid(0), cancel()).when(resume).then('SUBSCRIPTION_ENDED')
  after(start(cheap)).when(atEnd).then('ILLEGAL_SUBSCRIPTION_TRANSITION')
})
t.test('what was used up is not given back: not in time, and not in runs', async (t) => {
  const runs = (left: number) => ({ runs: { left, of: 100 } })
  const before = after(start(cheap), paid(0)).at(dayAfter(10))
  const refundAt = (left: number) => before.when({ ...cancel(), ...runs(left) }).decision
  t.match(refundAt(100), [{ data: { refund: { amount: { amount: '2100' } } } }], 'by time')
  t.match(refundAt(10), [{ data: { refund: { amount: { amount: '310' } } } }], 'by runs')
  t.notMatch(refundAt(0), [{ data: { refund: {} } }])
  t.match(before.when({ ...to(yearly(100_000)), ...runs(10) }).decision, [
    { data: { credit: { amount: { amount: '310' } } } },
  ])
  const once = after(start(oneTime(500)), paid(0))
  t.notMatch(once.when({ ...cancel(), ...runs(0) }).decision, [{ data: { refund: {} } }])
})
t.test('a single purchase is given back within 14 days', async (t) => {
  const bought = after(start(oneTime(500)), paid(0))
  t.match(bought.at(dayAfter(14)).when(cancel()).decision, [
    { data: { refund: { amount: { amount: '500' } } } },
  ])
  t.notMatch(bought.at(dayAfter(15)).when(cancel()).decision, [{ data: { refund: {} } }])
  bought.when(atEnd).then('ILLEGAL_SUBSCRIPTION_TRANSITION')
})
t.test('a renewal that costs is announced once', async () => {
  const announce: SubscriptionCommand = {
    ...on,
    type: 'AnnounceRenewal',
    index: 0,
    end: february,
  }
  after(start(cheap), paid(0)).when(announce).then(['SubscriptionRenewalUpcoming'])
  after(start(cheap), paid(0), announce).when(announce).then([])
  after(start(free())).when(announce).then([])
  after(start(cheap), paid(0), atEnd).when(announce).then([])
})
t.test('what a subscription gives', async (t) => {
  const entitlements: Plan['entitlements'] = [
    { kind: 'BOOLEAN', feature: 'api-keys' },
    { kind: 'STATIC', feature: 'max-shots', value: '100' },
    { kind: 'METERED', feature: 'runs', quota: 10 },
  ]
  const { state } = after(start(free({ entitlements })))
  if (state.kind !== 'existing') throw new Error('it is not there')
  t.strictSame(
    ['api-keys', 'max-shots', 'runs', 'else'].map((feature) => entitlementTo(state, feature)),
    [
      { kind: 'BOOLEAN' },
      { kind: 'STATIC', value: '100' },
      { kind: 'METERED', quota: 10, periodIndex: 0 },
      { kind: 'NONE' },
    ],
  )
  t.strictSame(entitlementTo({ ...state, status: 'PAUSED' }, 'runs'), { kind: 'NONE' })
  t.ok(isInForce('PAST_DUE'))
  t.strictSame([leftOf(10, 3), leftOf(10, 11)], [7, 0])
})

t.test(
  'whatever is asked, credits stay below what was paid, and what has ended stays so',
  async () => {
    const plans = [cheap, monthly(9_999), yearly(30_001), free(), oneTime(777)]
    const plan = fc.constantFrom(...plans)
    const wish: fc.Arbitrary<(index: number, end: string | undefined) => SubscriptionCommand> =
      fc.oneof(
        plan.map((each) => () => to(each)),
        plan.map((each) => () => to(each, 'PERIOD_END')),
        fc.constantFrom(pause, resume, pay, atEnd).map((command) => () => command),
        fc.boolean().map((refund) => () => cancel(refund)),
        fc.constant((index: number) => paid(index)),
        fc.constant((index: number) => unpaid(index)),
        fc.constant(() => ({ ...on, type: 'RecordPayment', chargeId: idNamed('charge') }) as const),
        fc.constant((index: number, end = february) => periodEnds(index, end)),
      )
    const steps = fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 20 * dayMs })), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(plan, steps, (first, wishes) => {
        const events: SubscriptionEvent[] = [...after(start(first)).events]
        let now = msOf(meta.now)
        for (const [wished, later] of wishes) {
          now += later
          const state = fold(subscription.evolve, subscription.initial, events)
          if (state.kind !== 'existing') return false
          const { index, end } = state.period
          const at = { ...meta, now: instantOf(now) }
          const decision = subscription.decide(wished(index, end), state, at)
          if (isRejection(decision)) continue
          if (isEnded(state) && decision.length > 0) return false
          const next = fold(subscription.evolve, state, decision)
          if (next.kind !== 'existing') return false
          // Periods follow each other.
          if (next.period.index !== index && next.period.index !== index + 1) return false
          if (decision[0]?.type === 'SubscriptionRenewed' && next.period.start !== end) return false
          // What is given back was paid under that charge.
          const credits = decision.flatMap(creditIn)
          for (const { chargeId, amount } of credits) {
            const known = [state.segment.charge, state.change?.credit]
            const paidFor = known.find((charge) => charge?.chargeId === chargeId)
            if (paidFor === undefined || BigInt(amount.amount) > BigInt(paidFor.amount.amount))
              return false
          }
          events.push(...decision)
        }
        return true
      }),
      { numRuns: 500 },
    )
  },
)
