import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { totalOf } from './balance.ts'
import { payee, type PayeeCommand } from './payee.ts'

const organisation = idNamed('seller')
const usd = 'USD/2'
const { given, after } = decider(payee)

type Wish = PayeeCommand extends infer Each
  ? Each extends PayeeCommand
    ? Omit<Each, 'organisation'>
    : never
  : never
const of = (wish: Wish): PayeeCommand => ({ organisation, ...wish })

const start = of({ type: 'StartOnboarding', accountId: 'acct_1', country: 'DE' })
const told = (onboarding: 'PENDING' | 'ACTIVE' | 'RESTRICTED' | 'REJECTED', ...due: string[]) =>
  of({ type: 'RecordAccount', accountId: 'acct_1', onboarding, requirementsDue: due })
const noHoldBack = of({ type: 'ChangeSettings', settings: { holdBackDays: 0 } })

const settle = (to: number, earned: number, refunded = 0): PayeeCommand =>
  of({
    type: 'SettleEarnings',
    runId: idNamed(`run ${to}`),
    asset: usd,
    fromPosition: BigInt(to - 100),
    toPosition: BigInt(to),
    count: 1,
    gross: BigInt(earned + earned / 10),
    commission: BigInt(earned / 10),
    refunded: BigInt(refunded),
    ofApps: BigInt(earned - refunded),
    ofDevices: 0n,
  })
const pay = (name: string, amount?: number): PayeeCommand =>
  of({
    type: 'RequestPayout',
    payoutId: idNamed(name),
    asset: usd,
    ...(amount === undefined ? {} : { amount: BigInt(amount) }),
  })
const paid = (name: string) =>
  of({ type: 'RecordPayoutPaid', payoutId: idNamed(name), reference: 'po_1' })
const failed = (name: string) =>
  of({ type: 'RecordPayoutFailed', payoutId: idNamed(name), code: 'account_closed' })
const active = [start, told('ACTIVE'), noHoldBack]
const balance = (commands: readonly PayeeCommand[]) => {
  const known = after(...commands).state.balances[usd]
  return known === undefined ? 0n : totalOf(known)
}

t.test('onboarding follows what the provider says', async (t) => {
  given().when(start).then(['PayeeOnboardingStarted'])
  after(start).when(start).then([])
  t.equal(after(start).state.onboarding, 'PENDING')
  after(start).when(told('PENDING')).then([])
  after(start).when(told('RESTRICTED', 'individual.id_number')).then(['PayeeAccountChanged'])
  after(start, told('ACTIVE')).when(told('REJECTED')).then(['PayeeAccountChanged'])
  given().when(told('ACTIVE')).then('NOT_FOUND')
})

t.test('a stretch of the log is settled once', async () => {
  after(...active)
    .when(settle(100, 1_000))
    .then(['EarningsSettled'])
  after(...active, settle(100, 1_000))
    .when(settle(100, 1_000))
    .then([])
  after(...active, settle(100, 1_000))
    .when(settle(50, 1_000))
    .then([])
  after(...active, settle(200, 1_000))
    .when(settle(250, 1_000))
    .then('ALREADY_EXISTS')
  after(...active, settle(100, 1_000))
    .when(settle(200, 1_000))
    .then(['EarningsSettled'])
})

t.test('what was settled moves from what is owed to the balance', async (t) => {
  const { decision } = after(...active).when(settle(100, 1_000, 300))
  t.match(decision, [
    {
      data: {
        amount: '700',
        postings: [
          { account: `seller_payable:${organisation}`, side: 'DEBIT', amount: '700' },
          { account: `payee_balance:${organisation}`, side: 'CREDIT', amount: '700' },
        ],
      },
    },
  ])
  const negative = after(...active).when(settle(100, 0, 300)).decision
  t.match(negative, [
    {
      data: {
        amount: '-300',
        postings: [
          { account: `seller_payable:${organisation}`, side: 'CREDIT', amount: '300' },
          { account: `payee_balance:${organisation}`, side: 'DEBIT', amount: '300' },
        ],
      },
    },
  ])
})

t.test('what is held back is paid when it has ripened', async () => {
  const week = after(start, told('ACTIVE'), settle(100, 1_000))
  week.when(pay('a', 1)).then('PAYOUT_ABOVE_BALANCE')
  week.when(pay('a')).then('AMOUNT_OUT_OF_RANGE')
  week.at('2026-01-08T12:00:00.000Z').when(pay('a')).then(['PayoutRequested'])
})

t.test('only an active payee is paid', async () => {
  const all = [start, noHoldBack, settle(100, 5_000)]
  after(...all)
    .when(pay('a'))
    .then('PAYEE_NOT_ACTIVE')
  for (const state of ['PENDING', 'RESTRICTED', 'REJECTED'] as const) {
    const restricted = after(...all, told('ACTIVE'), told(state))
    restricted.when(pay('a')).then('PAYEE_NOT_ACTIVE')
    restricted.when(of({ type: 'RequestDuePayouts' })).then([])
  }
})

t.test('by schedule, what reaches the minimum is paid', async () => {
  const due = of({ type: 'RequestDuePayouts' })
  after(...active, settle(100, 990))
    .when(due)
    .then([])
  after(...active, settle(100, 1_000))
    .when(due)
    .then(['PayoutRequested'])
  after(...active)
    .when(due)
    .then([])
})

t.test('never more than there is, whoever asks twice', async () => {
  const had = [...active, settle(100, 5_000)]
  after(...had)
    .when(pay('a', 5_001))
    .then('PAYOUT_ABOVE_BALANCE')
  after(...had, pay('a', 3_000))
    .when(pay('b', 2_001))
    .then('PAYOUT_ABOVE_BALANCE')
  after(...had, pay('a', 3_000))
    .when(pay('a', 3_000))
    .then([])
  after(...had, pay('a', 3_000))
    .when(pay('b', 2_000))
    .then(['PayoutRequested'])
})

t.test('tokens are not paid out to banks', async () => {
  const qvt = of({ type: 'RequestPayout', payoutId: idNamed('q'), asset: 'QVT/18' })
  after(...active)
    .when(qvt)
    .then('ASSET_MISMATCH')
})

t.test('a payout is paid, or fails, once', async (t) => {
  const out = [...active, settle(100, 5_000), pay('a', 3_000)]
  after(...out)
    .when(paid('a'))
    .then(['PayoutPaid'])
  after(...out, paid('a'))
    .when(paid('a'))
    .then([])
  after(...out)
    .when(failed('a'))
    .then(['PayoutFailed'])
  after(...out, failed('a'))
    .when(failed('a'))
    .then([])
  after(...out, failed('a'))
    .when(paid('a'))
    .then([])
  t.equal(balance(out), 2_000n)
  t.equal(balance([...out, failed('a')]), 5_000n)
  after(...out)
    .when(failed('b'))
    .then('NOT_FOUND')
})

t.test('one that comes back after it was paid is returned, and its money once', async (t) => {
  const out = [...active, settle(100, 5_000), pay('a', 3_000), paid('a')]
  after(...out)
    .when(failed('a'))
    .then(['PayoutReturned'])
  after(...out, failed('a'))
    .when(failed('a'))
    .then([])
  t.equal(balance([...out, failed('a'), failed('a')]), 5_000n)
})

t.test('an unknown one stays out of the balance until somebody knows', async (t) => {
  const unknown = of({ type: 'RecordPayoutUnknown', payoutId: idNamed('a'), reason: 'TIMED_OUT' })
  const out = [...active, settle(100, 5_000), pay('a', 3_000)]
  after(...out)
    .when(unknown)
    .then(['PayoutUnknown'])
  after(...out, unknown)
    .when(unknown)
    .then([])
  t.equal(balance([...out, unknown]), 2_000n)
  after(...out, unknown)
    .when(paid('a'))
    .then(['PayoutPaid'])
  after(...out, unknown)
    .when(failed('a'))
    .then(['PayoutFailed'])
})

t.test('less than nothing is carried over and taken from what is earned next', async (t) => {
  const owing = [...active, settle(100, 5_000), pay('a'), paid('a'), settle(200, 0, 2_000)]
  t.equal(balance(owing), -2_000n)
  after(...owing)
    .when(pay('b', 1))
    .then('PAYOUT_ABOVE_BALANCE')
  after(...owing, settle(300, 3_000))
    .when(pay('b', 1_001))
    .then('PAYOUT_ABOVE_BALANCE')
  after(...owing, settle(300, 3_000))
    .when(pay('b', 1_000))
    .then(['PayoutRequested'])
})

t.test('settings that say the same change nothing', async () => {
  given()
    .when(of({ type: 'ChangeSettings', settings: {} }))
    .then([])
  given()
    .when(of({ type: 'ChangeSettings', settings: { schedule: { every: 'NEVER' } } }))
    .then(['PayeeSettingsChanged'])
  t.equal(meta.now, '2026-01-01T12:00:00.000Z')
})
