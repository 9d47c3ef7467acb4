import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { getById } from '../../shared/id-map.ts'
import { unconditionalCredit } from './burn-order.ts'
import type { GrantTerms } from './grant-events.ts'
import { wallet, type WalletCommand, type WalletEvent } from './wallet.ts'

const of = { organisation: idNamed('buyer'), asset: 'USD/2' } as const
const device = idNamed('device')
const later = '2026-02-01T00:00:00.000Z'
const muchLater = '2026-03-15T00:00:00.000Z'

const credit = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CreditWallet',
  amount,
  reason: 'test',
})
const grant = (name: string, amount: bigint, terms: Partial<GrantTerms> = {}): WalletCommand => ({
  ...of,
  type: 'GrantCredit',
  grantId: idNamed(name),
  amount,
  reason: 'test',
  terms: {
    category: 'PAID',
    priority: 50,
    effectiveAt: '2026-01-01T00:00:00.000Z',
    ...terms,
  },
})
const hold = (amount: bigint, deviceId = device): WalletCommand => ({
  ...of,
  type: 'HoldFunds',
  holdId: idNamed('hold'),
  jobId: idNamed('job'),
  amount,
  spender: { deviceId },
})
const capture = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CaptureHold',
  holdId: idNamed('hold'),
  amount,
  providerOrganisation: idNamed('provider'),
  commissionBasisPoints: 1_000,
})
const release: WalletCommand = {
  ...of,
  type: 'ReleaseHold',
  holdId: idNamed('hold'),
  reason: 'test',
}
const refund = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'RefundCharge',
  holdId: idNamed('hold'),
  amount,
  reason: 'test',
})
const expire = (name: string): WalletCommand => ({
  ...of,
  type: 'ExpireGrant',
  grantId: idNamed(name),
})
const voidIt = (name: string): WalletCommand => ({
  ...of,
  type: 'VoidGrant',
  grantId: idNamed(name),
  reason: 'test',
})

const { given, after } = decider(wallet)
const burned = (name: string, amount: string) => ({ grantId: idNamed(name), amount })

t.test(
  'burn order: priority, then the sooner expiry, then promotional, then the older',
  async (t) => {
    const before = after(
      credit(10n),
      grant('old', 10n),
      grant('promo', 10n, { category: 'PROMOTIONAL' }),
      grant('ends', 10n, { expiresAt: muchLater }),
      grant('ends sooner', 10n, { expiresAt: later }),
      grant('first', 10n, { priority: 1 }),
      grant('last', 10n, { priority: 99 }),
    )
    t.match(before.when(hold(70n)).decision, [
      {
        data: {
          burns: [
            burned('first', '10'),
            burned('ends sooner', '10'),
            burned('ends', '10'),
            burned('promo', '10'),
            { amount: '10' },
            burned('old', '10'),
            burned('last', '10'),
          ],
        },
      },
    ])
    before.when(hold(71n)).then('INSUFFICIENT_FUNDS')
  },
)
t.test('a grant pays from its beginning to its end, for what it is for', async () => {
  after(grant('future', 10n, { effectiveAt: later }))
    .when(hold(10n))
    .then('INSUFFICIENT_FUNDS')
  after(grant('future', 10n, { effectiveAt: later }))
    .at(later)
    .when(hold(10n))
    .then(['FundsHeld'])
  after(grant('over', 10n, { expiresAt: later }))
    .at(later)
    .when(hold(10n))
    .then('INSUFFICIENT_FUNDS')
  const forDevice = after(grant('narrow', 10n, { applicability: { deviceIds: [device] } }))
  forDevice.when(hold(10n)).then(['FundsHeld'])
  forDevice.when(hold(10n, idNamed('other device'))).then('INSUFFICIENT_FUNDS')
  after(grant('bills', 10n, { applicability: { purposes: ['BILL'] } }))
    .when(hold(10n))
    .then('INSUFFICIENT_FUNDS')
})
t.test('what is not used goes back to where it came from, the last burned first', async (t) => {
  const captured = after(credit(10n), grant('a', 10n, { priority: 1 }), hold(20n), capture(7n))
  t.equal(getById(captured.state.grants, idNamed('a'))?.remaining, 3n)
  t.equal(unconditionalCredit(captured.state), 10n)
  const refunded = after(
    credit(10n),
    grant('a', 10n, { priority: 1 }),
    hold(15n),
    capture(15n),
    refund(6n),
  )
  t.equal(getById(refunded.state.grants, idNamed('a'))?.remaining, 1n)
  t.equal(unconditionalCredit(refunded.state), 10n)
})
t.test('what expires is breakage of paid credit, and no expense of promotional', async (t) => {
  for (const [category, account] of [
    ['PAID', 'breakage_revenue'],
    ['PROMOTIONAL', 'promotion_expense'],
  ] as const) {
    const before = after(grant('a', 10n, { category, expiresAt: later }))
    before.when(expire('a')).then([])
    t.match(before.at(later).when(expire('a')).decision, [
      { type: 'GrantExpired', data: { amount: '10', postings: [{}, { account }] } },
    ])
    given(...before.events, ...expired('a', '10', category))
      .when(expire('a'))
      .then([])
  }
})
const expired = (name: string, amount: string, category: 'PAID' | 'PROMOTIONAL') => {
  const decided = after(grant(name, BigInt(amount), { category, expiresAt: later }))
    .at(later)
    .when(expire(name)).decision
  return 'rejected' in decided ? [] : decided
}
t.test('so much is rolled over, so often', async (t) => {
  const rollover = { maximum: '4', days: 10, times: 1 }
  const before = after(grant('a', 10n, { expiresAt: later, rollover })).at(later)
  const { decision } = before.when(expire('a'))
  t.match(decision, [
    { type: 'GrantExpired', data: { amount: '6' } },
    { type: 'GrantRolledOver', data: { kept: '4', expiresAt: '2026-02-11T00:00:00.000Z' } },
  ])
  const rolled = given(...before.events, ...('rejected' in decision ? [] : decision))
  t.equal(rolled.state.available, 4n)
  rolled.at(later).when(hold(4n)).then(['FundsHeld'])
  rolled.at(muchLater).when(expire('a')).then(['GrantExpired'])
})
t.test(
  'what comes back to a grant that is over lapses; a refund of paid credit does not',
  async (t) => {
    for (const category of ['PAID', 'PROMOTIONAL'] as const) {
      const held = after(grant('a', 10n, { category, expiresAt: later }), hold(10n))
      const over = given(...held.events, ...lateEnd(held.events))
      over.at(later).when(release).then(['HoldReleased', 'GrantExpired'])
      const captured = after(
        grant('a', 10n, { category, expiresAt: later }),
        hold(10n),
        capture(10n),
      )
      const gone = given(...captured.events, ...lateEnd(captured.events)).at(later)
      gone
        .when(refund(4n))
        .then(category === 'PAID' ? ['ChargeRefunded'] : ['ChargeRefunded', 'GrantExpired'])
    }
    t.pass('for both')
  },
)
const lateEnd = (events: readonly WalletEvent[]) => {
  const decided = given(...events)
    .at(later)
    .when(expire('a')).decision
  return 'rejected' in decided ? [] : decided
}
t.test('what comes back to a grant that was voided is void, refunds too', async () => {
  const captured = after(grant('a', 10n), hold(6n), capture(6n), voidIt('a'))
  captured.when(refund(4n)).then(['ChargeRefunded', 'GrantVoided'])
  const none = after(grant('a', 10n), hold(10n), capture(10n), voidIt('a'))
  none.when(refund(4n)).then(['ChargeRefunded', 'GrantVoided'])
})
t.test('promotional credit spent on one’s own is nobody’s earning', async (t) => {
  const own: WalletCommand = {
    ...of,
    type: 'CaptureHold',
    ...{ holdId: idNamed('hold'), amount: 100n, commissionBasisPoints: 1_000 },
    providerOrganisation: of.organisation,
  }
  const gift = grant('gift', 60n, { category: 'PROMOTIONAL', priority: 1 })
  const held = after(credit(100n), gift, hold(100n))
  t.match(held.when(own).decision, [
    { type: 'HoldCaptured', data: { providerShare: '36', commission: '64' } },
  ])
  t.match(held.when(capture(100n)).decision, [{ data: { providerShare: '90' } }])
  // Paid credit is one's own money.
  t.match(after(credit(100n), hold(100n)).when(own).decision, [{ data: { providerShare: '90' } }])
  const charge: WalletCommand = {
    ...of,
    type: 'ChargeWallet',
    ...{ chargeId: idNamed('charge'), subjectId: idNamed('subscription'), amount: 50n },
    ...{ purpose: 'SUBSCRIPTION_PERIOD', commissionBasisPoints: 0 },
    sellerOrganisation: of.organisation,
  }
  t.match(after(gift).when(charge).decision, [{ data: { sellerShare: '0', commission: '50' } }])
})
t.test('a grant is given once, and voided once', async () => {
  after(grant('a', 10n)).when(grant('a', 10n)).then([])
  after(grant('a', 10n)).when(grant('a', 11n)).then('ALREADY_EXISTS')
  given().when(grant('a', 0n)).then('AMOUNT_OUT_OF_RANGE')
  given()
    .when(grant('a', 1n, { expiresAt: '2025-01-01T00:00:00.000Z' }))
    .then('INVALID_INPUT')
  given()
    .when(grant('a', 1n, { rollover: { maximum: '1', days: 1, times: 1 } }))
    .then('INVALID_INPUT')
  after(grant('a', 10n)).when(voidIt('a')).then(['GrantVoided'])
  after(grant('a', 10n), voidIt('a')).when(voidIt('a')).then([])
  given().when(voidIt('a')).then('NOT_FOUND')
  given(...after(grant('a', 10n, { expiresAt: later })).events, ...expired('a', '10', 'PAID'))
    .when(voidIt('a'))
    .then('ALREADY_RESOLVED')
  after(grant('a', 10n), hold(6n), voidIt('a')).when(release).then(['HoldReleased', 'GrantVoided'])
})
t.test('an operator’s credit is reversed once, while it is there', async () => {
  const transactionId = idNamed('transaction')
  const reverse: WalletCommand = { ...of, type: 'ReverseCredit', transactionId, reason: 'test' }
  after(credit(10n)).when(reverse).then(['CreditReversed'])
  after(credit(10n), reverse).when(reverse).then('ALREADY_REVERSED')
  after(credit(10n), hold(1n)).when(reverse).then('INSUFFICIENT_FUNDS')
  given().when(reverse).then('NOT_FOUND')
})
