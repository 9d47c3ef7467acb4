import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { wallet, type WalletCommand } from './wallet.ts'

const of = { organisation: idNamed('holder'), asset: 'QVT/18' } as const
const depositId = idNamed('deposit')
const limits = { least: 5n, perWithdrawal: 60n, perDay: 100n }

const expect = (amount: bigint, observation = 1): WalletCommand => ({
  ...of,
  ...{ type: 'ExpectDeposit', depositId, observation, amount },
})
const reverse = (observation = 1): WalletCommand => ({
  ...of,
  ...{ type: 'ReverseDeposit', depositId, observation },
})
const credited = (amount: bigint, more: object = {}): WalletCommand => ({
  ...of,
  ...{ type: 'CreditDeposit', depositId, observation: 1, amount },
  ...more,
})
const withdraw = (amount: bigint, name = 'withdrawal', address = '0xA'): WalletCommand => ({
  ...of,
  ...{ type: 'WithdrawToChain', withdrawalId: idNamed(name) },
  ...{ amount, chain: 'local', address, limits },
})
const end = (type: 'SettleChainWithdrawal' | 'ReturnChainWithdrawal'): WalletCommand => ({
  ...of,
  ...{ type, withdrawalId: idNamed('withdrawal') },
})
const exchangeId = idNamed('exchange')
const sell = (amount: bigint, fee = 1n): WalletCommand => ({
  ...of,
  ...{ type: 'SellForExchange', exchangeId, amount, fee },
})
const buy = (amount: bigint): WalletCommand => ({
  ...of,
  ...{ type: 'BuyByExchange', exchangeId, amount },
})
const unsold: WalletCommand = { ...of, type: 'ReturnExchange', exchangeId }

const { given, after } = decider(wallet)

t.test('a deposit is pending, then credit; nothing of it is spent before', async (t) => {
  const pending = after(expect(50n))
  t.equal(pending.state.available, 0n)
  pending.when(withdraw(50n)).then('INSUFFICIENT_FUNDS')
  pending.when(expect(50n)).then([])
  pending.when(expect(49n)).then('ALREADY_EXISTS')
  pending.when(credited(50n)).then(['DepositCredited'])
  const there = after(expect(50n), credited(50n))
  t.equal(there.state.available, 50n)
  there.when(credited(50n)).then([])
  there.when(credited(51n)).then('ALREADY_EXISTS')
  there.when(expect(50n, 2)).then([])
  there.when(reverse()).then('ALREADY_RESOLVED')
  given().when(expect(0n)).then('AMOUNT_OUT_OF_RANGE')
  given().when(credited(0n)).then('AMOUNT_OUT_OF_RANGE')
})

t.test('what a reorganised block had brought goes, and comes again with another', async (t) => {
  given().when(reverse()).then('NOT_FOUND')
  after(expect(50n)).when(reverse()).then(['DepositReversed'])
  const gone = after(expect(50n), reverse())
  gone.when(reverse()).then([])
  gone.when(expect(50n)).then([])
  gone.when(expect(40n, 2)).then(['DepositPending'])
  after(expect(50n), reverse(), expect(40n, 2)).when(reverse(1)).then([])
  // The second sight may be told of before the end of the first.
  after(expect(50n)).when(expect(40n, 2)).then(['DepositReversed', 'DepositPending'])
  after(expect(50n)).when(credited(40n)).then(['DepositReversed', 'DepositCredited'])
  t.equal(after(expect(50n), credited(40n)).state.available, 40n)
})

t.test('what was nobody’s is credited out of what was set aside', async (t) => {
  const { decision } = given().when(credited(9n, { unclaimed: true }))
  t.match(decision, [
    { data: { source: 'UNCLAIMED', postings: [{ account: 'unclaimed_deposits' }, {}] } },
  ])
})

t.test('withdrawals keep their limits, of one and of a day', async (t) => {
  const rich = [expect(500n), credited(500n)] as const
  after(...rich)
    .when(withdraw(0n))
    .then('AMOUNT_OUT_OF_RANGE')
  after(...rich)
    .when(withdraw(4n))
    .then('AMOUNT_OUT_OF_RANGE')
  after(...rich)
    .when(withdraw(61n))
    .then('WITHDRAWAL_LIMIT_EXCEEDED')
  const one = after(...rich, withdraw(60n))
  one.when(withdraw(60n)).then([])
  one.when(withdraw(59n)).then('ALREADY_EXISTS')
  one.when(withdraw(60n, 'withdrawal', '0xB')).then('ALREADY_EXISTS')
  one.when(withdraw(41n, 'second')).then('WITHDRAWAL_LIMIT_EXCEEDED')
  one.when(withdraw(40n, 'second')).then(['ChainWithdrawalStarted'])
  one.at('2026-01-02T00:00:00.000Z').when(withdraw(41n, 'second')).then(['ChainWithdrawalStarted'])
  one.when(end('SettleChainWithdrawal')).then(['ChainWithdrawalSettled'])
  const back = after(...rich, withdraw(60n), end('ReturnChainWithdrawal'))
  t.match(back.state, { available: 500n, withdrawn: { amount: 0n } })
  back.when(end('ReturnChainWithdrawal')).then([])
  back.when(end('SettleChainWithdrawal')).then('ALREADY_RESOLVED')
  given().when(end('SettleChainWithdrawal')).then('NOT_FOUND')
})

t.test('who owes something withdraws and exchanges nothing', async () => {
  const paymentId = idNamed('payment')
  const owing = after(
    { ...of, type: 'CreditFromPayment', paymentId, amount: 10n },
    { ...of, type: 'HoldFunds', holdId: idNamed('hold'), jobId: idNamed('job'), amount: 10n },
    { ...of, type: 'OpenDispute', disputeId: idNamed('dispute'), paymentId, amount: 10n },
  )
  owing.when(withdraw(5n)).then('WALLET_IN_DEBT')
  owing.when(sell(5n)).then('WALLET_IN_DEBT')
})

t.test('an exchange is booked once on each side, or given back', async (t) => {
  const rich = [expect(500n), credited(500n)] as const
  after(...rich)
    .when(sell(501n))
    .then('INSUFFICIENT_FUNDS')
  after(...rich)
    .when(sell(0n))
    .then('AMOUNT_OUT_OF_RANGE')
  after(...rich)
    .when(sell(5n, 6n))
    .then('AMOUNT_OUT_OF_RANGE')
  const sold = after(...rich, sell(100n))
  sold.when(sell(100n)).then([])
  sold.when(sell(99n)).then('ALREADY_EXISTS')
  sold.when(buy(100n)).then('ALREADY_EXISTS')
  const back = after(...rich, sell(100n), unsold)
  t.equal(back.state.available, 500n)
  back.when(unsold).then([])
  back.when(sell(100n)).then([])
  after(buy(7n)).when(buy(7n)).then([])
  after(buy(7n)).when(buy(8n)).then('ALREADY_EXISTS')
  after(buy(7n)).when(unsold).then('NOT_FOUND')
  given().when(buy(0n)).then('AMOUNT_OUT_OF_RANGE')
})
