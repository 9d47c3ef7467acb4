import { ok, equal, deepStrictEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { hour, idOf, of, other, start, wish } from '../../../test/kit/wallet-wishes.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { getById, valuesOf } from '../../shared/id-map.ts'
import { instantOf } from '../../shared/instant.ts'
import { isRejection } from '../../shared/rejection.ts'
import { imbalanceOf } from '../ledger/postings.ts'
import { unconditionalCredit } from './burn-order.ts'
import { totalOf } from './burns.ts'
import { initial, type Wallet } from './wallet-state.ts'
import { transactionDefinitions, wallet, type WalletCommand, type WalletEvent } from './wallet.ts'

/** The wallet's own account, on the side on which it grows. */
const balance = (events: readonly WalletEvent[], account: string, side = 'CREDIT'): bigint =>
  events
    .flatMap(({ data }) => data.postings)
    .filter((leg) => leg.account.startsWith(account))
    .reduce((sum, leg) => sum + (leg.side === side ? 1n : -1n) * BigInt(leg.amount), 0n)

const held = (state: Wallet, backed: boolean): bigint =>
  valuesOf(state.holds).reduce(
    (sum, hold) =>
      hold.status === 'OPEN' && (hold.backing !== undefined) === backed ? sum + hold.amount : sum,
    0n,
  )

/** What is not final, what is on its way out, and the hub's position follow from the entries. */
const checkTokens = (state: Wallet, events: readonly WalletEvent[]): void => {
  const total = (
    entries: readonly { readonly amount: bigint; readonly status: string }[],
    ...statuses: readonly string[]
  ): bigint =>
    entries.reduce(
      (sum, { status, amount }) => (statuses.includes(status) ? sum + amount : sum),
      0n,
    )
  const deposits = valuesOf(state.deposits)
  equal(balance(events, 'chain_pending'), total(deposits, 'PENDING'))
  equal(balance(events, 'chain_unconfirmed', 'DEBIT'), total(deposits, 'PENDING'))
  const withdrawals = valuesOf(state.chainWithdrawals)
  equal(balance(events, 'chain_withdrawing'), total(withdrawals, 'STARTED'))
  const cleared = ['chain_clearing', 'unclaimed_deposits']
    .map((account) => balance(events, account, 'DEBIT'))
    .reduce((a, b) => a + b)
  equal(cleared, total(deposits, 'CREDITED') - total(withdrawals, 'SETTLED'))
  const exchanges = valuesOf(state.exchanges)
  const fees = exchanges.reduce((sum, { status, fee }) => (status === 'SOLD' ? sum + fee : sum), 0n)
  equal(balance(events, 'exchange_fees'), fees)
  equal(
    balance(events, 'exchange_position'),
    total(exchanges, 'SOLD') - fees - total(exchanges, 'BOUGHT'),
  )
  const { day, amount } = state.withdrawn
  const counted = withdrawals.filter((each) => each.day === day)
  equal(amount, total(counted, 'STARTED', 'SETTLED'))
  ok(amount <= 350n, 'the limit of a day')
}

const check = (state: Wallet, events: readonly WalletEvent[]): void => {
  const all = valuesOf(state.grants)
  for (const { data } of events) equal(imbalanceOf(data.postings), 0n)
  equal(balance(events, 'customer_credit'), state.available)
  equal(balance(events, 'customer_held'), state.held)
  equal(held(state, false) + held(state, true), state.held)
  ok(unconditionalCredit(state) >= 0n, 'no credit below zero')
  for (const { remaining, status } of all) {
    ok(remaining >= 0n, 'no grant below zero')
    ok(status === 'LIVE' || remaining === 0n, 'nothing is left of a grant that is over')
  }
  ok(state.debt >= 0n && (state.debt === 0n || unconditionalCredit(state) === 0n), 'debt first')
  const short = valuesOf(state.disputes).reduce((sum, each) => sum + each.short, 0n)
  equal(balance(events, 'disputed', 'DEBIT'), short)
  const outstanding = valuesOf(state.cards).reduce(
    (sum, card) => sum + card.captured - (card.settled ?? 0n) - (card.failed ?? 0n),
    0n,
  )
  equal(balance(events, 'card_authorised', 'DEBIT'), held(state, true) + outstanding)
  const started = valuesOf(state.withdrawals).filter(({ status }) => status === 'STARTED')
  equal(
    balance(events, 'refund_liability'),
    started.reduce((sum, each) => sum + each.amount, 0n),
  )
  checkTokens(state, events)
  for (const { used, limit } of valuesOf(state.limits)) ok(used >= 0n && used <= limit, 'limits')
  for (const hold of valuesOf(state.holds))
    if (hold.status === 'CAPTURED') {
      ok(hold.captured <= hold.amount && hold.refunded <= hold.captured)
      if (hold.backing === undefined) equal(totalOf(hold.burns), hold.captured - hold.refunded)
    }
  for (const bill of valuesOf(state.bills)) {
    ok(bill.refunded <= bill.paid)
    equal(totalOf(bill.burns), bill.paid - bill.refunded)
  }
  ok(state.topUp === undefined || state.topUp.requested <= 250n, 'the monthly cap')
}

t.test(
  'whatever is asked, in whatever order and at whatever time, nothing is made or lost',
  (t) => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 6 })), { minLength: 60, maxLength: 200 }),
        (wishes) => {
          const events: WalletEvent[] = []
          let state = initial
          let now = start
          for (const [index, [bare, hours]] of wishes.entries()) {
            now += hours * hour
            // Spread over the union of commands, the same two fields make each of them whole again.
            const command = { ...of, ...bare } as WalletCommand
            const id = (name: string): string =>
              name === 'transaction' && command.type === 'CreditWallet'
                ? idOf('transaction', index % 4)
                : derivedId(index.toString(), name)
            const decision = wallet.decide(command, state, { ...meta, now: instantOf(now), id })
            if (isRejection(decision)) continue
            events.push(...decision)
            state = decision.reduce(wallet.evolve, state)
            for (const { type } of decision) seen.add(type)
            check(state, events)
            const again = wallet.decide(command, state, { ...meta, now: instantOf(now), id })
            const named = [
              'paymentId',
              'holdId',
              'chargeId',
              'depositId',
              'withdrawalId',
              'exchangeId',
            ]
            if (named.some((name) => name in command))
              if (command.type !== 'RefundCharge') deepStrictEqual(again, [], 'a second time')
          }
          for (const event of events) {
            const definition = wallet.definitions.find(({ type }) => type === event.type)
            deepStrictEqual(definition?.data.parse(event.data), event.data)
          }
          ok(getById(state.holds, other) === undefined)
        },
      ),
      { numRuns: 300 },
    )
    const missed = transactionDefinitions.flatMap(({ type }) => (seen.has(type) ? [] : [type]))
    t.same(missed, [
      'HoldVoided',
      'WalletChargeVoided',
      'SpendingLimitRemoved',
      'AutoTopUpRemoved',
      'TopUpFailed',
    ])
    t.end()
  },
)
