import t from 'tap'
import { readBooks } from './read.ts'
import type { Wallet } from '../../../domain/billing/wallet/wallet-state.ts'
import {
  wallet,
  walletIdOf,
  type WalletCommand,
  type WalletEvent,
} from '../../../domain/billing/wallet/wallet.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { startTestEventStore } from '../../../test/servers/event-store.ts'
import { change, type ChangeResult } from '../change.ts'
import { load } from '../load.ts'

const { eventStore, stop } = await startTestEventStore()
t.teardown(stop)

const month = 31 * 24 * 60 * 60 * 1_000

type Wish<Each = WalletCommand> = Each extends WalletCommand
  ? Omit<Each, 'organisation' | 'asset'>
  : never

/** A wallet, and a process that forgets everything between two commands. */
const newWallet = () => {
  const of = { organisation: newId(), asset: 'USD/2' }
  const id = walletIdOf(of.organisation, of.asset)
  const clock = manualClock('2026-01-10T00:00:00.000Z')
  return {
    clock,
    run: (wish: Wish, commandId = newId()) =>
      // The two fields make each command of the union whole again.
      change(servicesOn(eventStore, clock), contextOf(commandId), 'x', wallet, id, {
        ...of,
        ...wish,
      }),
    state: async () => (await load(eventStore, servicesOn(eventStore).foldCache, wallet, id)).state,
    /** Keys of entries that were brought forward, in order. */
    brought: async () =>
      (await readBooks(eventStore, wallet, id)).events
        .map((event) => decodeEvent(event) as WalletEvent)
        .flatMap((event) => (event.type === 'EntryBroughtForward' ? event.data.brought.in : [])),
  }
}

const done = (result: ChangeResult<Wallet>) => {
  if (!('stream' in result)) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result
}
const codeOf = (result: ChangeResult<Wallet>): string | undefined =>
  isRejection(result) ? result.rejected : undefined

t.test('an operator’s credit is reversed in a later month, once', async (t) => {
  const { run, clock, state } = newWallet()
  const [credited] = done(await run({ type: 'CreditWallet', amount: 500n, reason: 'x' })).events
  const { transactionId } = (credited as WalletEvent).data
  const reverse = { type: 'ReverseCredit', transactionId, reason: 'x' } as const
  clock.advance(month)
  done(await run({ type: 'CreditWallet', amount: 1n, reason: 'x' }))
  done(await run(reverse))
  t.match(await state(), { available: 1n, book: { number: 1 } })
  clock.advance(month)
  t.equal(codeOf(await run(reverse)), 'ALREADY_REVERSED')
})

t.test('a refund gives back to a grant that is over since, and it lapses', async (t) => {
  const { run, clock, state, brought } = newWallet()
  const [grantId, holdId] = [newId(), newId()]
  const expiresAt = '2026-02-20T00:00:00.000Z'
  const terms = {
    category: 'PROMOTIONAL',
    priority: 10,
    effectiveAt: '2026-01-01T00:00:00.000Z',
    expiresAt,
  } as const
  const grant = { type: 'GrantCredit', grantId, amount: 100n, terms, reason: 'x' } as const
  done(await run(grant))
  done(await run({ type: 'HoldFunds', holdId, jobId: newId(), amount: 60n }))
  clock.advance(month)
  const providerOrganisation = newId()
  const capture = { amount: 60n, providerOrganisation, commissionBasisPoints: 1_000 } as const
  done(await run({ type: 'CaptureHold', holdId, ...capture }))
  t.strictSame(await brought(), ['holds'], 'grants that live are carried over')
  clock.advance(month)
  done(await run({ type: 'ExpireGrant', grantId }))
  clock.advance(month)
  const refund = { type: 'RefundCharge', holdId, amount: 60n, reason: 'x' } as const
  const types = done(await run(refund)).events.map(({ type }) => type)
  t.strictSame(types, ['ChargeRefunded', 'GrantExpired'])
  t.match(await state(), { available: 0n, held: 0n })
  t.strictSame(await brought(), ['holds', 'holds', 'grants'])
  t.strictSame(done(await run(grant)).events, [], 'and it is granted once, for ever')
})

t.test('disputes, withdrawals and limits of earlier months', async (t) => {
  const { run, clock, state } = newWallet()
  const [paymentId, disputeId, refundId, limitId] = [newId(), newId(), newId(), newId()]
  const credit = { type: 'CreditFromPayment', paymentId, amount: 1_000n } as const
  done(await run(credit))
  done(await run({ type: 'WithdrawToCard', refundId, paymentId, amount: 300n }))
  const limit = { scope: 'ORGANISATION', window: 'TOTAL', amount: 500n } as const
  done(await run({ type: 'SetSpendingLimit', limitId, ...limit }))
  done(await run({ type: 'HoldFunds', holdId: newId(), jobId: newId(), amount: 450n }))
  clock.advance(month)
  const more = { type: 'HoldFunds', holdId: newId(), jobId: newId(), amount: 60n } as const
  t.equal(codeOf(await run(more)), 'SPENDING_LIMIT_EXCEEDED', 'the tally goes on')
  done(await run({ type: 'ReturnWithdrawal', refundId }))
  done(await run({ type: 'OpenDispute', disputeId, paymentId, amount: 700n }))
  t.match(await state(), { available: 0n, debt: 150n })
  clock.advance(month)
  t.strictSame(done(await run(credit)).events, [], 'a payment is credited once, for ever')
  const tooMuch = { disputeId: newId(), paymentId, amount: 301n }
  t.equal(codeOf(await run({ type: 'OpenDispute', ...tooMuch })), 'REFUND_ABOVE_CAPTURE')
  done(await run({ type: 'CloseDispute', disputeId, outcome: 'WON' }))
  t.match(await state(), { available: 550n, debt: 0n, held: 450n })
  done(await run({ type: 'RemoveSpendingLimit', limitId }))
  clock.advance(month)
  done(await run(more))
  clock.advance(month)
  const again = await run({ type: 'SetSpendingLimit', limitId, ...limit })
  t.equal(codeOf(again), 'ALREADY_EXISTS', 'one that was removed stays so')
  t.strictSame(done(await run({ type: 'CloseDispute', disputeId, outcome: 'WON' })).events, [])
})

t.test('an automatic top-up goes on over the turn of the month', async (t) => {
  const { run, clock, state } = newWallet()
  const terms = {
    threshold: '50',
    topUp: '100',
    monthlyCap: '100',
    methodId: newId(),
    userId: newId(),
  }
  const due = done(await run({ type: 'SetAutoTopUp', terms })).events.at(-1)
  const { topUpId: paymentId = '' } = due?.data as { topUpId?: string }
  clock.advance(month)
  const paid = done(await run({ type: 'CreditFromPayment', paymentId, amount: 100n }))
  t.strictSame(
    paid.events.map(({ type }) => type),
    ['CreditedFromPayment'],
  )
  t.match(await state(), { available: 100n, topUp: { failed: false, requested: 100n } })
})
