import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { wallet, type WalletCommand } from './wallet.ts'

const of = { organisation: idNamed('buyer'), asset: 'USD/2' } as const
const paymentId = idNamed('payment')
const inAnHour = '2026-01-01T13:00:00.000Z'

const topUp = (amount: bigint, payment = paymentId): WalletCommand => ({
  ...of,
  type: 'CreditFromPayment',
  paymentId: payment,
  amount,
})
const hold = (amount: bigint, more: object = { backing: { paymentId } }): WalletCommand => ({
  ...of,
  type: 'HoldFunds',
  holdId: idNamed('hold'),
  jobId: idNamed('job'),
  amount,
  ...more,
})
const capture = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CaptureHold',
  holdId: idNamed('hold'),
  amount,
  providerOrganisation: idNamed('provider'),
  commissionBasisPoints: 1_000,
})
const settle = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'SettleCardCapture',
  paymentId,
  amount,
})
const fail = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'FailCardCapture',
  paymentId,
  amount,
})
const withdraw = (amount: bigint, name = 'refund'): WalletCommand => ({
  ...of,
  type: 'WithdrawToCard',
  refundId: idNamed(name),
  paymentId,
  amount,
})
const settled: WalletCommand = { ...of, type: 'SettleWithdrawal', refundId: idNamed('refund') }
const returned: WalletCommand = { ...of, type: 'ReturnWithdrawal', refundId: idNamed('refund') }
const dispute = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'OpenDispute',
  disputeId: idNamed('dispute'),
  paymentId,
  amount,
})
const close = (outcome: 'WON' | 'LOST'): WalletCommand => ({
  ...of,
  type: 'CloseDispute',
  disputeId: idNamed('dispute'),
  outcome,
})

const { given, after } = decider(wallet)

t.test('a payment is credited once', async () => {
  after(topUp(100n)).when(topUp(100n)).then([])
  after(topUp(100n)).when(topUp(99n)).then('ALREADY_EXISTS')
  given().when(topUp(0n)).then('AMOUNT_OUT_OF_RANGE')
})
t.test('a hold on a card needs no credit, and gives none back', async (t) => {
  const captured = after(hold(100n), capture(60n))
  t.equal(captured.state.available, 0n)
  captured.when(settle(61n)).then('CAPTURE_ABOVE_HOLD')
  captured.when(settle(60n)).then(['CardCaptureSettled'])
  after(hold(100n), capture(60n), settle(60n)).when(settle(60n)).then([])
  after(hold(100n)).when(settle(1n)).then('CAPTURE_ABOVE_HOLD')
})
t.test('an authorisation backs one hold, whatever became of it', async () => {
  const second = {
    ...of,
    type: 'HoldFunds',
    ...{ holdId: idNamed('second'), jobId: idNamed('job'), amount: 1n, backing: { paymentId } },
  } as const
  const release: WalletCommand = {
    ...of,
    type: 'ReleaseHold',
    ...{ holdId: idNamed('hold'), reason: 'x' },
  }
  after(hold(100n)).when(hold(100n)).then([])
  after(hold(100n)).when(second).then('ALREADY_EXISTS')
  after(hold(100n), capture(60n)).when(second).then('ALREADY_EXISTS')
  after(hold(100n), release).when(second).then('ALREADY_EXISTS')
})
t.test('what a card does not pay is a debt, paid before anything is spent', async (t) => {
  const failed = after(hold(100n), capture(60n), fail(60n))
  t.equal(failed.state.debt, 60n)
  const another = {
    ...of,
    type: 'HoldFunds',
    holdId: idNamed('more'),
    jobId: idNamed('job'),
  } as const
  failed.when({ ...another, amount: 1n }).then('WALLET_IN_DEBT')
  failed
    .when({ ...of, type: 'PayBill', billId: idNamed('bill'), amount: 1n })
    .then('WALLET_IN_DEBT')
  const second = idNamed('second')
  failed.when(topUp(20n, second)).then(['CreditedFromPayment', 'DebtRepaid'])
  const paid = after(hold(100n), capture(60n), fail(60n), topUp(80n, second))
  t.match(paid.state, { debt: 0n, available: 20n })
})
t.test('paid credit goes back to its card: what it paid, and is there', async () => {
  after(topUp(100n)).when(withdraw(101n)).then('REFUND_ABOVE_CAPTURE')
  after(topUp(100n), hold(50n, {})).when(withdraw(51n)).then('INSUFFICIENT_FUNDS')
  const started = after(topUp(100n), withdraw(60n))
  started.when(withdraw(60n)).then([])
  started.when(withdraw(61n)).then('ALREADY_EXISTS')
  started.when(withdraw(41n, 'another')).then('REFUND_ABOVE_CAPTURE')
  started.when(settled).then(['WithdrawalSettled'])
  started.when(returned).then(['WithdrawalReturned'])
  after(topUp(100n), withdraw(60n), settled).when(returned).then('ALREADY_RESOLVED')
  after(topUp(100n), withdraw(60n), returned).when(returned).then([])
  const sentBack: WalletCommand = { ...returned, afterSettlement: true }
  const back = after(topUp(100n), withdraw(60n), settled, sentBack)
  after(topUp(100n), withdraw(60n), settled).when(sentBack).then(['WithdrawalReturned'])
  back.when(sentBack).then([])
  back.when(withdraw(100n, 'another')).then(['WithdrawalStarted'])
  // All of it is the payment's again, and can be taken back by the card's bank.
  back.when(dispute(100n)).then(['DisputeOpened', 'DebtRepaid'])
  after(topUp(100n), withdraw(60n), returned)
    .when(withdraw(100n, 'another'))
    .then(['WithdrawalStarted'])
  given().when(settled).then('NOT_FOUND')
})
t.test('promotional credit does not', async () => {
  const gift: WalletCommand = {
    ...of,
    type: 'GrantCredit',
    grantId: idNamed('gift'),
    amount: 100n,
    reason: 'test',
    terms: { category: 'PROMOTIONAL', priority: 90, effectiveAt: '2026-01-01T00:00:00.000Z' },
  }
  after(topUp(100n), gift, hold(100n, {})).when(withdraw(1n)).then('INSUFFICIENT_FUNDS')
})
t.test('a dispute takes what there is; the rest is a debt while it is open', async (t) => {
  const open = after(topUp(100n), hold(70n, {}), dispute(100n))
  t.match(open.state, { available: 0n, debt: 70n })
  open.when(dispute(100n)).then([])
  open.when(dispute(50n)).then('ALREADY_EXISTS')
  const won = after(topUp(100n), hold(70n, {}), dispute(100n), close('WON'))
  t.match(won.state, { available: 30n, debt: 0n })
  won.when(close('WON')).then([])
  won.when(close('LOST')).then('ALREADY_RESOLVED')
  const lost = after(topUp(100n), hold(70n, {}), dispute(100n), close('LOST'))
  t.match(lost.state, { available: 0n, debt: 70n })
  after(topUp(100n)).when(dispute(101n)).then('REFUND_ABOVE_CAPTURE')
  after(topUp(100n)).when(close('WON')).then('NOT_FOUND')
})
t.test('a hold with a time is given back after it, and captured only before', async () => {
  const limited = { expiresAt: inAnHour }
  given()
    .when(hold(1n, { expiresAt: '2026-01-01T12:00:00.000Z' }))
    .then('HOLD_EXPIRED')
  const held = after(topUp(100n), hold(50n, limited))
  const expire: WalletCommand = { ...of, type: 'ExpireHold', holdId: idNamed('hold') }
  after(topUp(100n)).when(hold(50n, limited)).then(['FundsHeld', 'HoldTimeLimited'])
  held.when(expire).then([])
  held.when(capture(50n)).then(['HoldCaptured'])
  held.at(inAnHour).when(capture(50n)).then('HOLD_EXPIRED')
  held.at(inAnHour).when(expire).then(['HoldReleased'])
  const { decision } = held.at(inAnHour).when(expire)
  given(...held.events, ...('rejected' in decision ? [] : decision))
    .when(capture(50n))
    .then('HOLD_EXPIRED')
})
t.test('bills are paid once a try, and given back never above that', async (t) => {
  const billId = idNamed('bill')
  const pay = (amount: bigint, more: object = {}): WalletCommand => ({
    ...of,
    type: 'PayBill',
    billId,
    amount,
    ...more,
  })
  const refund = (amount: bigint): WalletCommand => ({
    ...of,
    type: 'RefundBill',
    billId,
    refundId: idNamed('credit note'),
    amount,
    reason: 'test',
  })
  after(topUp(100n)).when(pay(101n)).then('INSUFFICIENT_FUNDS')
  given()
    .when(pay(1n, { upTo: true }))
    .then('INSUFFICIENT_FUNDS')
  t.match(after(topUp(100n)).when(pay(101n, { upTo: true })).decision, [
    { data: { amount: '100' } },
  ])
  const paid = after(topUp(100n), pay(60n))
  paid.when(pay(60n)).then([])
  paid.when(pay(40n, { tryId: idNamed('again') })).then(['WalletBillPaid'])
  paid.when(refund(61n)).then('REFUND_ABOVE_CAPTURE')
  after(topUp(100n), pay(60n), refund(60n)).when(refund(60n)).then([])
})
