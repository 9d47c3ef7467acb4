import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { wallet, type WalletCommand } from './wallet.ts'

const of = { organisation: idNamed('buyer'), asset: 'USD/2' } as const
const nextMonth = '2026-02-01T00:00:00.000Z'
const topUpId = idNamed('top-up')

const credit: WalletCommand = { ...of, type: 'CreditWallet', amount: 100n, reason: 'test' }
const settings = (monthlyCap = '80'): WalletCommand => ({
  ...of,
  type: 'SetAutoTopUp',
  terms: {
    threshold: '50',
    topUp: '40',
    monthlyCap,
    methodId: idNamed('card'),
    userId: idNamed('treasurer'),
  },
})
const hold = (amount: bigint, name = 'hold'): WalletCommand => ({
  ...of,
  type: 'HoldFunds',
  holdId: idNamed(name),
  jobId: idNamed('job'),
  amount,
})
const paid: WalletCommand = { ...of, type: 'CreditFromPayment', paymentId: topUpId, amount: 40n }
const failed: WalletCommand = { ...of, type: 'FailTopUp', topUpId, code: 'card_declined' }

const { given, after } = decider(wallet)

t.test('below the threshold a top-up is due, one at a time', async () => {
  after(credit, settings()).when(hold(50n)).then(['FundsHeld'])
  after(credit, settings()).when(hold(51n)).then(['FundsHeld', 'TopUpDue'])
  after(credit, settings(), hold(51n)).when(hold(10n, 'another')).then(['FundsHeld'])
  after(credit, settings(), hold(51n), paid)
    .when(hold(40n, 'another'))
    .then(['FundsHeld', 'TopUpDue'])
  given().when(settings()).then(['AutoTopUpSet', 'TopUpDue'])
})
t.test('at most so much a month', async () => {
  const once = after(credit, settings('40'), hold(51n), paid)
  once.when(hold(40n, 'another')).then(['FundsHeld'])
  once.at(nextMonth).when(hold(40n, 'another')).then(['FundsHeld', 'TopUpDue'])
})
t.test('one that fails pauses it until money comes in, or it is set again', async () => {
  const stopped = after(credit, settings(), hold(61n), failed)
  after(credit, settings(), hold(51n)).when(failed).then(['TopUpFailed'])
  stopped.when(failed).then([])
  stopped.when(hold(10n, 'another')).then(['FundsHeld'])
  stopped.when(settings()).then(['AutoTopUpSet', 'TopUpDue'])
  const other: WalletCommand = {
    ...of,
    type: 'CreditFromPayment',
    paymentId: idNamed('x'),
    amount: 1n,
  }
  stopped.when(other).then(['CreditedFromPayment', 'TopUpDue'])
  after(credit, settings(), hold(51n), paid).when(failed).then([])
})
t.test('what goes back to a card is not taken from it again', async () => {
  const inOnce: WalletCommand = { ...paid, paymentId: idNamed('x'), amount: 100n }
  const back = (amount: bigint): WalletCommand => ({
    ...of,
    type: 'WithdrawToCard',
    refundId: idNamed('refund'),
    paymentId: idNamed('x'),
    amount,
  })
  after(inOnce, settings()).when(back(60n)).then(['WithdrawalStarted'])
  after(inOnce, settings(), back(60n)).when(hold(1n)).then(['FundsHeld', 'TopUpDue'])
  const disputeId = idNamed('dispute')
  const dispute: WalletCommand = {
    ...of,
    type: 'OpenDispute',
    disputeId,
    paymentId: idNamed('x'),
    amount: 100n,
  }
  const close: WalletCommand = { ...of, type: 'CloseDispute', disputeId, outcome: 'LOST' }
  const disputed = after(inOnce, settings(), dispute)
  after(inOnce, settings()).when(dispute).then(['DisputeOpened', 'DebtRepaid'])
  disputed.when({ ...credit, amount: 1n }).then(['WalletCredited'])
  disputed.when(close).then(['DisputeClosed', 'TopUpDue'])
})
t.test('removed and set again, it remembers what it has asked for', async () => {
  const remove: WalletCommand = { ...of, type: 'RemoveAutoTopUp' }
  // The first payment is still on its way.
  after(credit, settings(), hold(51n), remove).when(settings()).then(['AutoTopUpSet'])
  const again = after(credit, settings('40'), hold(51n), paid, remove, settings('40'))
  again.when(hold(40n, 'another')).then(['FundsHeld'])
  after(credit, settings(), remove).when(remove).then([])
})
t.test('what failed is what was asked for, whatever is set by then', async (t) => {
  const more = (topUp: string): WalletCommand => {
    const set = settings('80')
    return set.type === 'SetAutoTopUp' ? { ...set, terms: { ...set.terms, topUp } } : set
  }
  const { state } = after(credit, settings(), hold(51n), more('10'), failed)
  t.match(state.topUp, { requested: 0n })
})
t.test('it is set with sense, and removed', async () => {
  given().when(settings('39')).then('AMOUNT_OUT_OF_RANGE')
  after(credit, settings()).when(settings()).then([])
  const remove: WalletCommand = { ...of, type: 'RemoveAutoTopUp' }
  after(credit, settings()).when(remove).then(['AutoTopUpRemoved'])
  after(credit).when(remove).then([])
  after(credit, settings(), remove).when(hold(60n)).then(['FundsHeld'])
})
