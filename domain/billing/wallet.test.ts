import fc from 'fast-check'
import t from 'tap'
import { decided, meta, table } from '../../test/kit/decider.ts'
import { fold } from '../shared/decider.ts'
import { valuesOf } from '../shared/id-map.ts'
import { isRejection } from '../shared/rejection.ts'
import { imbalanceOf } from './postings.ts'
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
const refund = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'RefundCharge',
  holdId,
  amount,
  reason: 'test',
})

const after = (...commands: readonly WalletCommand[]): readonly WalletEvent[] =>
  commands.reduce<readonly WalletEvent[]>(
    (events, command) => [...events, ...decided(wallet, events, command)],
    [],
  )

table(wallet, [
  { name: 'a credit is entered', given: [], when: credit(100n), then: ['WalletCredited'] },
  {
    name: 'a credit of nothing is refused',
    given: [],
    when: credit(0n),
    rejected: 'AMOUNT_OUT_OF_RANGE',
  },
  {
    name: 'what is there can be held',
    given: after(credit(100n)),
    when: hold(100n),
    then: ['FundsHeld'],
  },
  {
    name: 'what is not there cannot',
    given: after(credit(99n)),
    when: hold(100n),
    rejected: 'INSUFFICIENT_FUNDS',
  },
  {
    name: 'a hold counts from its creation',
    given: after(credit(100n), hold(60n)),
    when: { ...of, type: 'HoldFunds', holdId: jobId, jobId, amount: 60n },
    rejected: 'INSUFFICIENT_FUNDS',
  },
  {
    name: 'the same hold again changes nothing',
    given: after(credit(100n), hold(60n)),
    when: hold(60n),
    then: [],
  },
  {
    name: 'a hold keeps its amount',
    given: after(credit(100n), hold(60n)),
    when: hold(61n),
    rejected: 'ALREADY_EXISTS',
  },
  {
    name: 'a hold is captured',
    given: after(credit(100n), hold(60n)),
    when: capture(40n),
    then: ['HoldCaptured'],
  },
  {
    name: 'never above what is held',
    given: after(credit(100n), hold(60n)),
    when: capture(61n),
    rejected: 'CAPTURE_ABOVE_HOLD',
  },
  {
    name: 'once',
    given: after(credit(100n), hold(60n), capture(40n)),
    when: capture(40n),
    then: [],
  },
  {
    name: 'and with one amount',
    given: after(credit(100n), hold(60n), capture(40n)),
    when: capture(41n),
    rejected: 'HOLD_ALREADY_RESOLVED',
  },
  {
    name: 'a captured hold is not released',
    given: after(credit(100n), hold(60n), capture(40n)),
    when: release,
    rejected: 'HOLD_ALREADY_RESOLVED',
  },
  {
    name: 'a hold is released',
    given: after(credit(100n), hold(60n)),
    when: release,
    then: ['HoldReleased'],
  },
  {
    name: 'a released hold is not captured',
    given: after(credit(100n), hold(60n), release),
    when: capture(1n),
    rejected: 'HOLD_ALREADY_RESOLVED',
  },
  {
    name: 'an unknown hold is no hold',
    given: after(credit(100n)),
    when: capture(1n),
    rejected: 'HOLD_UNKNOWN',
  },
  {
    name: 'a charge is refunded',
    given: after(credit(100n), hold(60n), capture(40n)),
    when: refund(40n),
    then: ['ChargeRefunded'],
  },
  {
    name: 'never more than was captured',
    given: after(credit(100n), hold(60n), capture(40n), refund(30n)),
    when: refund(11n),
    rejected: 'REFUND_ABOVE_CAPTURE',
  },
  {
    name: 'cents are not added to thousandths',
    given: after(credit(100n)),
    when: { ...of, asset: 'USD/3', type: 'CreditWallet', amount: 100n, reason: 'test' },
    rejected: 'ASSET_MISMATCH',
  },
  {
    name: 'nor reserved as such',
    given: after(credit(100n)),
    when: { ...of, asset: 'USD/4', type: 'HoldFunds', holdId, jobId, amount: 100n },
    rejected: 'ASSET_MISMATCH',
  },
  {
    name: 'nothing captured, nothing refunded',
    given: after(credit(100n), hold(60n)),
    when: refund(1n),
    rejected: 'REFUND_ABOVE_CAPTURE',
  },
])

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
