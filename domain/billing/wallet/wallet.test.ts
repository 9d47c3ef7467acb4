import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { fold } from '../../shared/decider.ts'
import { valuesOf } from '../../shared/id-map.ts'
import { isRejection } from '../../shared/rejection.ts'
import { imbalanceOf } from '../ledger/postings.ts'
import { wallet, type WalletCommand, type WalletEvent } from './wallet.ts'

const of = { organisation: '00000000-0000-4000-8000-000000000001', asset: 'USD/2' } as const
const provider = '00000000-0000-4000-8000-000000000002'
const holdId = '00000000-0000-4000-8000-000000000003'
const jobId = '00000000-0000-4000-8000-000000000004'

const credit = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CreditWallet',
  amount,
  reason: 'test',
})
const hold = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'HoldFunds',
  holdId,
  jobId,
  amount,
})
const capture = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CaptureHold',
  holdId,
  amount,
  providerOrganisation: provider,
  commissionBasisPoints: 1000,
})
const release: WalletCommand = { ...of, type: 'ReleaseHold', holdId, reason: 'test' }
const voided: WalletCommand = { ...of, type: 'VoidHold', holdId }
const refund = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'RefundCharge',
  holdId,
  amount,
  reason: 'test',
})

const { given, after } = decider(wallet)

t.test('a credit is entered', async () => given().when(credit(100n)).then(['WalletCredited']))
t.test('a credit of nothing is refused', async () =>
  given().when(credit(0n)).then('AMOUNT_OUT_OF_RANGE'),
)
t.test('what is there can be held', async () =>
  after(credit(100n)).when(hold(100n)).then(['FundsHeld']),
)
t.test('what is not there cannot', async () =>
  after(credit(99n)).when(hold(100n)).then('INSUFFICIENT_FUNDS'),
)
t.test('a hold counts from its creation', async () =>
  after(credit(100n), hold(60n))
    .when({ ...of, type: 'HoldFunds', holdId: jobId, jobId, amount: 60n })
    .then('INSUFFICIENT_FUNDS'),
)
t.test('the same hold again changes nothing', async () =>
  after(credit(100n), hold(60n)).when(hold(60n)).then([]),
)
t.test('a hold keeps its amount', async () =>
  after(credit(100n), hold(60n)).when(hold(61n)).then('ALREADY_EXISTS'),
)
t.test('a hold is captured', async () =>
  after(credit(100n), hold(60n)).when(capture(40n)).then(['HoldCaptured']),
)
t.test('never above what is held', async () =>
  after(credit(100n), hold(60n)).when(capture(61n)).then('CAPTURE_ABOVE_HOLD'),
)
t.test('once', async () => after(credit(100n), hold(60n), capture(40n)).when(capture(40n)).then([]))
t.test('and with one amount', async () =>
  after(credit(100n), hold(60n), capture(40n)).when(capture(41n)).then('HOLD_ALREADY_RESOLVED'),
)
t.test('a captured hold is not released', async () =>
  after(credit(100n), hold(60n), capture(40n)).when(release).then('HOLD_ALREADY_RESOLVED'),
)
t.test('a hold is released', async () =>
  after(credit(100n), hold(60n)).when(release).then(['HoldReleased']),
)
t.test('a released hold is not captured', async () =>
  after(credit(100n), hold(60n), release).when(capture(1n)).then('HOLD_ALREADY_RESOLVED'),
)
t.test('an unknown hold is no hold', async () =>
  after(credit(100n)).when(capture(1n)).then('HOLD_UNKNOWN'),
)
t.test('what is voided before it is asked for is never held', async () => {
  given().when(voided).then(['HoldVoided'])
  after(credit(100n), voided).when(hold(60n)).then('HOLD_ALREADY_RESOLVED')
  after(credit(100n), voided).when(voided).then([])
  after(credit(100n), voided).when(capture(1n)).then('HOLD_UNKNOWN')
})
t.test('a hold that came before it was voided is given back', async () => {
  after(credit(100n), hold(60n)).when(voided).then(['HoldReleased'])
  after(credit(100n), hold(60n), release).when(voided).then([])
  after(credit(100n), hold(60n), capture(40n)).when(voided).then('HOLD_ALREADY_RESOLVED')
})
t.test('a charge is refunded', async () =>
  after(credit(100n), hold(60n), capture(40n)).when(refund(40n)).then(['ChargeRefunded']),
)
t.test('never more than was captured', async () =>
  after(credit(100n), hold(60n), capture(40n), refund(30n))
    .when(refund(11n))
    .then('REFUND_ABOVE_CAPTURE'),
)
t.test('cents are not added to thousandths', async () =>
  after(credit(100n))
    .when({ ...of, asset: 'USD/3', type: 'CreditWallet', amount: 100n, reason: 'test' })
    .then('ASSET_MISMATCH'),
)
t.test('nor is a wallet opened in them', async () => {
  const thousandths = { ...of, asset: 'USD/3', amount: 100n, reason: 'test' } as const
  given()
    .when({ ...thousandths, type: 'CreditWallet' })
    .then('ASSET_MISMATCH')
  const terms = {
    category: 'PAID',
    priority: 50,
    effectiveAt: '2026-01-01T00:00:00.000Z',
  } as const
  given()
    .when({ ...thousandths, type: 'GrantCredit', grantId: holdId, terms })
    .then('ASSET_MISMATCH')
})
t.test('nor reserved as such', async () =>
  after(credit(100n))
    .when({ ...of, asset: 'USD/4', type: 'HoldFunds', holdId, jobId, amount: 100n })
    .then('ASSET_MISMATCH'),
)
t.test('nothing captured, nothing refunded', async () =>
  after(credit(100n), hold(60n)).when(refund(1n)).then('REFUND_ABOVE_CAPTURE'),
)

t.test('whatever is asked, the books balance and nothing is created or lost', (t) => {
  const id = fc.integer({ min: 0, max: 4 }).map((n) => `00000000-0000-4000-8000-00000000010${n}`)
  const amount = fc.bigInt({ min: 0n, max: 1_000n })
  const command: fc.Arbitrary<WalletCommand> = fc.oneof(
    amount.map(credit),
    fc
      .record({ holdId: id, amount })
      .map((of2) => ({ ...of, type: 'HoldFunds' as const, jobId, ...of2 })),
    fc
      .record({ holdId: id, amount, commissionBasisPoints: fc.integer({ min: 0, max: 10_000 }) })
      .map((of2) => ({
        ...of,
        type: 'CaptureHold' as const,
        providerOrganisation: provider,
        ...of2,
      })),
    id.map((each) => ({ ...of, type: 'ReleaseHold' as const, holdId: each, reason: 'x' })),
    fc
      .record({ holdId: id, amount })
      .map((of2) => ({ ...of, type: 'RefundCharge' as const, reason: 'x', ...of2 })),
  )
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const events: WalletEvent[] = []
      for (const each of commands) {
        const decision = wallet.decide(each, fold(wallet.evolve, wallet.initial, events), meta)
        if (!isRejection(decision)) events.push(...decision)
      }
      const state = fold(wallet.evolve, wallet.initial, events)
      const balance = (account: string): bigint =>
        events
          .flatMap((event) => event.data.postings)
          .filter((leg) => leg.account.startsWith(account))
          .reduce((sum, leg) => sum + (leg.side === 'CREDIT' ? 1n : -1n) * BigInt(leg.amount), 0n)
      for (const event of events) if (imbalanceOf(event.data.postings) !== 0n) return false
      for (const hold of valuesOf(state.holds))
        if (
          hold.status === 'CAPTURED' &&
          (hold.captured > hold.amount || hold.refunded > hold.captured)
        )
          return false
      return (
        state.available >= 0n &&
        state.held >= 0n &&
        balance('customer_credit') === state.available &&
        balance('customer_held') === state.held &&
        balance('provider_payable') >= 0n &&
        balance('commission_revenue') >= 0n &&
        balance('') === 0n
      )
    }),
    { numRuns: 500 },
  )
  t.end()
})
