import { journal } from '../../domain/billing/ledger/journal.ts'
import { payee } from '../../domain/billing/payees/payee.ts'
import { bill, type BillCommand } from '../../domain/billing/bills/bill.ts'
import { wallet, type WalletEvent } from '../../domain/billing/wallet/wallet.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { subjects, type Subjects } from './run.ts'

/** Bugs as somebody might make them, each put into a copy of the real aggregate. The model has to find every one. */
export const planted: Readonly<Record<string, Subjects>> = {
  'a released hold can be released again': withWallet({
    evolve: (state, event) => ({
      ...wallet.evolve(state, event),
      ...(event.type === 'HoldReleased' ? { holds: state.holds } : {}),
    }),
  }),
  'refunds forget what was refunded before': withWallet({
    evolve: (state, event) => ({
      ...wallet.evolve(state, event),
      ...(event.type === 'ChargeRefunded' ? { holds: state.holds } : {}),
    }),
  }),
  'holds do not count against limits': withWallet({
    evolve: (state, event) => ({
      ...wallet.evolve(state, event),
      ...(event.type === 'FundsHeld' ? { limits: state.limits } : {}),
    }),
  }),
  'limits are not looked at': withWallet({
    decide: (command, state, meta) =>
      wallet.decide(command, command.type === 'HoldFunds' ? { ...state, limits: {} } : state, meta),
  }),
  'who owes may go on spending': withWallet({
    decide: (command, state, meta) =>
      wallet.decide(
        command,
        command.type === 'ChargeWallet' ? { ...state, debt: 0n } : state,
        meta,
      ),
  }),
  'an expired hold is captured': withWallet({
    decide: (command, state, meta) =>
      wallet.decide(
        command,
        state,
        command.type === 'CaptureHold' ? { ...meta, now: '2026-01-01T00:00:00.000Z' } : meta,
      ),
  }),
  'promotional credit is paid out': withWallet({
    decide: (command, state, meta) =>
      wallet.decide(
        command,
        command.type === 'WithdrawToCard' ? { ...state, grants: {} } : state,
        meta,
      ),
  }),
  'a minor unit gets lost in a split': withWallet({
    decide: (command, state, meta) => {
      const decided = wallet.decide(command, state, meta)
      return isRejection(decided) ? decided : decided.map(lessCommission)
    },
  }),
  'a payment is credited each time it is told': withWallet({
    decide: (command, state, meta) =>
      wallet.decide(
        command,
        command.type === 'CreditFromPayment' ? { ...state, cards: {} } : state,
        meta,
      ),
  }),
  'the hub keeps half a cent of a split': withWallet({
    decide: (command, state, meta) =>
      wallet.decide(
        command.type === 'ChargeWallet'
          ? { ...command, commissionBasisPoints: command.commissionBasisPoints + 9 }
          : command,
        state,
        meta,
      ),
  }),
  'a dispute is won twice': withWallet({
    evolve: (state, event) => ({
      ...wallet.evolve(state, event),
      ...(event.type === 'DisputeClosed' ? { disputes: state.disputes } : {}),
    }),
  }),
  'an entry is reversed again and again': {
    ...subjects,
    journal: {
      ...journal,
      decide: (command, state, meta) =>
        journal.decide(
          command,
          state.status === 'REVERSED' ? { ...state, status: 'POSTED' } : state,
          meta,
        ),
    } satisfies typeof journal,
  },
  'a pending entry is posted above what was prepared': {
    ...subjects,
    journal: {
      ...journal,
      decide: (command, state, meta) =>
        journal.decide(
          command,
          command.type === 'PostEntry' && command.legs !== undefined && state.status === 'PENDING'
            ? { ...state, legs: command.legs }
            : state,
          meta,
        ),
    } satisfies typeof journal,
  },
  'a payout that failed comes back twice': {
    ...subjects,
    payee: {
      ...payee,
      evolve: (state, event) => ({
        ...payee.evolve(state, event),
        ...(event.type === 'PayoutFailed' ? { payouts: state.payouts } : {}),
      }),
    } satisfies typeof payee,
  },
  'what is held back is paid out': {
    ...subjects,
    payee: {
      ...payee,
      decide: (command, state, meta) =>
        payee.decide(
          command,
          state,
          command.type === 'RequestPayout' ? { ...meta, now: '2030-01-01T00:00:00.000Z' } : meta,
        ),
    } satisfies typeof payee,
  },
  'tax is rounded down': {
    ...subjects,
    bill: {
      ...bill,
      decide: (command, state, meta) => bill.decide(lessTax(command), state, meta),
    } satisfies typeof bill,
  },
}

function withWallet(change: Partial<Pick<typeof wallet, 'decide' | 'evolve'>>): Subjects {
  return { ...subjects, wallet: { ...wallet, ...change } satisfies typeof wallet }
}

function lessCommission(event: WalletEvent): WalletEvent {
  if (event.type !== 'HoldCaptured') return event
  const postings = event.data.postings.map((leg) =>
    leg.account === 'commission_revenue' && BigInt(leg.amount) > 1n
      ? { ...leg, amount: (BigInt(leg.amount) - 1n).toString() }
      : leg,
  )
  return { ...event, data: { ...event.data, postings } }
}

function lessTax(command: BillCommand): BillCommand {
  if (command.type !== 'FinaliseBill') return command
  const { terms } = command
  return { ...command, terms: { ...terms, tax: { ...terms.tax, basisPoints: 1_890 } } }
}
