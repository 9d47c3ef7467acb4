import { z } from 'zod'
import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import type { Deciding } from './deciding.ts'
import { accountsOf, WalletTransaction } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** Tokens that came over a chain: not to be spent before they are final there. `observation`: the how manieth sight of it. */
const OfDeposit = WalletTransaction.extend({ depositId: Id, observation: z.int().min(1) })
export const depositDefinitions = [
  defineEvent('DepositPending', 1, OfDeposit),
  // Its block is no longer part of the chain.
  defineEvent('DepositReversed', 1, OfDeposit),
  defineEvent(
    'DepositCredited',
    1,
    // Out of what was pending, straight from the chain, or from what had come in and was nobody's.
    OfDeposit.extend({ source: z.enum(['PENDING', 'CHAIN', 'UNCLAIMED']) }),
  ),
] as const
export type DepositEvent = EventOf<(typeof depositDefinitions)[number]>

export type Deposit = {
  readonly status: 'PENDING' | 'REVERSED' | 'CREDITED'
  readonly amount: bigint
  readonly observation: number
}

export const evolveDeposits = (state: Wallet, { type, data }: DepositEvent): Wallet => {
  const { depositId, observation } = data
  const amount = BigInt(data.amount)
  const now = (status: Deposit['status']) =>
    setById(state.deposits, depositId, { status, amount, observation })
  switch (type) {
    case 'DepositPending':
      return { ...state, deposits: now('PENDING') }
    case 'DepositReversed':
      return { ...state, deposits: now('REVERSED') }
    case 'DepositCredited': {
      const available = state.available + amount
      return { ...state, available, lastTopUp: amount, deposits: now('CREDITED') }
    }
    default:
      return exhausted(type)
  }
}

/** All idempotent by the deposit's id and the observation. */
export type DepositCommand = { readonly depositId: string; readonly observation: number } & (
  | { readonly type: 'ExpectDeposit'; readonly amount: bigint }
  | { readonly type: 'ReverseDeposit' }
  /** It is final. `unclaimed`: its tokens were booked before, as nobody's. */
  | { readonly type: 'CreditDeposit'; readonly amount: bigint; readonly unclaimed?: true }
)

export const decideDeposits = (
  command: DepositCommand,
  { state, common, secondId }: Deciding,
): Decision<DepositEvent> => {
  const { depositId, observation } = command
  const known = getById(state.deposits, depositId)
  const reversal = known?.status === 'PENDING' ? [reversed(known, depositId, common)] : []
  const isOld = known !== undefined && observation < known.observation
  switch (command.type) {
    case 'ExpectDeposit': {
      if (known?.status === 'CREDITED' || isOld) return []
      if (known?.observation === observation)
        return known.status === 'REVERSED' || known.amount === command.amount
          ? []
          : reject('ALREADY_EXISTS', 'This sight of the deposit was of another amount.')
      if (command.amount <= 0n)
        return reject('AMOUNT_OUT_OF_RANGE', 'A deposit is more than nothing.')
      // The second of the two transactions has an id of its own.
      const facts = reversal.length === 0 ? common : { ...common, transactionId: secondId }
      const { pending } = accountsOf(common)
      const amount = command.amount.toString()
      const postings = [
        ...debit('chain_unconfirmed', command.amount),
        ...credit(pending, command.amount),
      ]
      const data = { ...facts, amount, depositId, observation, postings }
      return [...reversal, { type: 'DepositPending', data }]
    }
    case 'ReverseDeposit':
      if (known === undefined) return reject('NOT_FOUND', 'There is no such deposit.')
      if (known.status === 'CREDITED')
        return reject('ALREADY_RESOLVED', 'This deposit is final: it is not reversed any more.')
      return isOld ? [] : reversal
    case 'CreditDeposit': {
      const { amount, unclaimed = false } = command
      if (known?.status === 'CREDITED')
        return known.amount === amount
          ? []
          : reject('ALREADY_EXISTS', 'This deposit was credited with another amount.')
      if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A deposit is more than nothing.')
      const isPending = known?.status === 'PENDING' && known.amount === amount && !unclaimed
      const source = unclaimed ? 'UNCLAIMED' : isPending ? 'PENDING' : 'CHAIN'
      const before = isPending ? [] : reversal
      const facts = before.length === 0 ? common : { ...common, transactionId: secondId }
      const { pending, spendable } = accountsOf(common)
      const postings = [
        ...debit(unclaimed ? 'unclaimed_deposits' : 'chain_clearing', amount),
        ...(isPending ? [...debit(pending, amount), ...credit('chain_unconfirmed', amount)] : []),
        ...credit(spendable, amount),
      ]
      const of = { depositId, observation, source, postings } as const
      return [
        ...before,
        { type: 'DepositCredited', data: { ...facts, amount: amount.toString(), ...of } },
      ]
    }
    default:
      return exhausted(command)
  }
}

const reversed = (
  { amount, observation }: Deposit,
  depositId: string,
  common: Deciding['common'],
): DepositEvent => {
  const postings = [
    ...debit(accountsOf(common).pending, amount),
    ...credit('chain_unconfirmed', amount),
  ]
  const of = { depositId, observation, postings }
  return { type: 'DepositReversed', data: { ...common, amount: amount.toString(), ...of } }
}
