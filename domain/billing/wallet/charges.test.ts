import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { fold } from '../../shared/decider.ts'
import { valuesOf } from '../../shared/id-map.ts'
import { isRejection } from '../../shared/rejection.ts'
import type { Giving } from './charges.ts'
import { imbalanceOf } from '../ledger/postings.ts'
import { wallet, type WalletCommand, type WalletEvent } from './wallet.ts'

const of = { organisation: '00000000-0000-4000-8000-000000000001', asset: 'USD/2' } as const
const seller = '00000000-0000-4000-8000-000000000002'
const subjectId = '00000000-0000-4000-8000-000000000003'
const idOf = (n: number): string =>
  `00000000-0000-4000-8000-0000000001${n.toString().padStart(2, '0')}`

const credit = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CreditWallet',
  amount,
  reason: 'test',
})
const charge = (n: number, amount: bigint, crediting?: Giving): WalletCommand => ({
  ...of,
  type: 'ChargeWallet',
  chargeId: idOf(n),
  purpose: 'SUBSCRIPTION_PERIOD',
  subjectId,
  amount,
  sellerOrganisation: seller,
  commissionBasisPoints: 1500,
  ...(crediting === undefined ? {} : { crediting }),
})
const giving = (n: number, refund: number, amount: bigint): Giving => ({
  chargeId: idOf(n),
  refundId: idOf(50 + refund),
  amount,
})
const refund = (n: number, refundNumber: number, amount: bigint): WalletCommand => ({
  ...of,
  type: 'RefundWalletCharge',
  reason: 'test',
  ...giving(n, refundNumber, amount),
})
const voided = (n: number): WalletCommand => ({
  ...of,
  type: 'VoidWalletCharge',
  chargeId: idOf(n),
  refundId: idOf(90 + n),
  reason: 'test',
})

const { given, after } = decider(wallet)

t.test('a charge is taken, and split between seller and hub', async (t) => {
  const { decision } = after(credit(100n)).when(charge(1, 99n))
  t.match(decision, [{ type: 'WalletCharged', data: { sellerShare: '84', commission: '15' } }])
})
t.test('once', async () => after(credit(100n), charge(1, 60n)).when(charge(1, 60n)).then([]))
t.test('and with one amount', async () =>
  after(credit(100n), charge(1, 60n)).when(charge(1, 61n)).then('ALREADY_EXISTS'),
)
t.test('not without the money', async () =>
  after(credit(59n)).when(charge(1, 60n)).then('INSUFFICIENT_FUNDS'),
)
t.test('nor for nothing', async () =>
  after(credit(59n)).when(charge(1, 0n)).then('AMOUNT_OUT_OF_RANGE'),
)
t.test('what is given back of an earlier one pays for it', async () => {
  const before = after(credit(100n), charge(1, 100n))
  before.when(charge(2, 40n, giving(1, 1, 50n))).then(['WalletChargeRefunded', 'WalletCharged'])
  before.when(charge(2, 51n, giving(1, 1, 50n))).then('INSUFFICIENT_FUNDS')
  before.when(charge(2, 51n, giving(1, 1, 101n))).then('REFUND_ABOVE_CAPTURE')
})
t.test('a refund takes place once, and never above the charge', async () => {
  const before = after(credit(100n), charge(1, 60n), refund(1, 1, 40n))
  before.when(refund(1, 1, 40n)).then([])
  before.when(refund(1, 2, 20n)).then(['WalletChargeRefunded'])
  before.when(refund(1, 2, 21n)).then('REFUND_ABOVE_CAPTURE')
  before.when(refund(1, 2, 0n)).then('AMOUNT_OUT_OF_RANGE')
  before.when(refund(2, 2, 1n)).then('REFUND_ABOVE_CAPTURE')
})
t.test('what is voided before it is asked for is never taken', async () => {
  given().when(voided(1)).then(['WalletChargeVoided'])
  after(credit(100n), voided(1)).when(charge(1, 60n)).then('HOLD_ALREADY_RESOLVED')
  after(credit(100n), voided(1)).when(voided(1)).then([])
  after(credit(100n), voided(1))
    .when(refund(1, 1, 1n))
    .then('REFUND_ABOVE_CAPTURE')
})
t.test('a charge that came before it was voided is given back, what is left of it', async (t) => {
  const before = after(credit(100n), charge(1, 60n), refund(1, 1, 10n))
  t.match(before.when(voided(1)).decision, [
    { type: 'WalletChargeRefunded', data: { amount: '50', refundId: idOf(91) } },
  ])
  after(credit(100n), charge(1, 60n), voided(1)).when(voided(1)).then([])
})

t.test('whatever is asked, the books balance and nobody is out of pocket', async () => {
  const n = fc.integer({ min: 1, max: 4 })
  const amount = fc.bigInt({ min: 0n, max: 300n })
  const command: fc.Arbitrary<WalletCommand> = fc.oneof(
    amount.map(credit),
    fc.tuple(n, amount).map(([of1, much]) => charge(of1, much)),
    fc
      .tuple(n, amount, n, n, amount)
      .map(([of1, much, of2, id, back]) => charge(of1, much, giving(of2, id, back))),
    fc.tuple(n, n, amount).map(([of1, id, much]) => refund(of1, id, much)),
    n.map(voided),
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
      const charges = valuesOf(state.charges).filter(({ status }) => status === 'CHARGED')
      const left = charges.reduce(
        (sum, each) => (each.status === 'CHARGED' ? sum + each.amount - each.refunded : sum),
        0n,
      )
      return (
        events.every((event) => imbalanceOf(event.data.postings) === 0n) &&
        new Set(events.flatMap((e) => (e.type === 'WalletCharged' ? [e.data.chargeId] : [])))
          .size === charges.length &&
        charges.every((each) => each.status === 'CHARGED' && each.refunded <= each.amount) &&
        state.available >= 0n &&
        balance('customer_credit') === state.available &&
        balance('seller_payable') + balance('commission_revenue') === left &&
        balance('seller_payable') >= 0n &&
        balance('commission_revenue') >= 0n &&
        balance('') === 0n
      )
    }),
    { numRuns: 500 },
  )
})
