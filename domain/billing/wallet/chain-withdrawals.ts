import { z } from 'zod'
import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById } from '../../shared/id-map.ts'
import { reject, type Rejection } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { credit, debit } from '../ledger/postings.ts'
import { unconditionalCredit } from './burn-order.ts'
import type { Deciding } from './deciding.ts'
import { laterWindow } from './limits.ts'
import { accountsOf, insufficientFunds, walletInDebt, WalletTransaction } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** Where tokens go: `address` as the chain writes it. */
export const Destination = z.strictObject({
  chain: z.string().min(1).max(40),
  address: z.string().min(1).max(100),
})
export type Destination = z.output<typeof Destination>

/** Credit that goes to an address of its owner on a chain. */
const OfWithdrawal = WalletTransaction.extend({ withdrawalId: Id, ...Destination.shape })
export const chainWithdrawalDefinitions = [
  defineEvent('ChainWithdrawalStarted', 1, OfWithdrawal),
  // Final on the chain.
  defineEvent('ChainWithdrawalSettled', 1, OfWithdrawal),
  // The chain did not carry it out: it is credit again.
  defineEvent('ChainWithdrawalReturned', 1, OfWithdrawal),
] as const
export type ChainWithdrawalEvent = EventOf<(typeof chainWithdrawalDefinitions)[number]>

export type ChainWithdrawal = Destination & {
  readonly status: 'STARTED' | 'SETTLED' | 'RETURNED'
  readonly amount: bigint
  /** The day (UTC) against whose limit it counts. */
  readonly day: string
}

/** What was withdrawn on the latest day on which something was. */
export type Withdrawn = { readonly day: string; readonly amount: bigint }

export const evolveChainWithdrawals = (
  state: Wallet,
  { type, data }: ChainWithdrawalEvent,
): Wallet => {
  const { withdrawalId, chain, address, at } = data
  const amount = BigInt(data.amount)
  const known = getById(state.chainWithdrawals, withdrawalId)
  const day = known?.day ?? laterWindow('DAY', at, state.withdrawn.day)
  const now = (status: ChainWithdrawal['status']) =>
    setById(state.chainWithdrawals, withdrawalId, { status, chain, address, amount, day })
  switch (type) {
    case 'ChainWithdrawalStarted': {
      const before = state.withdrawn.day === day ? state.withdrawn.amount : 0n
      const withdrawn = { day, amount: before + amount }
      const available = state.available - amount
      return { ...state, available, withdrawn, chainWithdrawals: now('STARTED') }
    }
    case 'ChainWithdrawalSettled':
      return { ...state, chainWithdrawals: now('SETTLED') }
    case 'ChainWithdrawalReturned': {
      const left = state.withdrawn.amount - amount
      const withdrawn = state.withdrawn.day === day ? { day, amount: left } : state.withdrawn
      const available = state.available + amount
      return { ...state, available, withdrawn, chainWithdrawals: now('RETURNED') }
    }
    default:
      return exhausted(type)
  }
}

/** In minor units: the least that is worth a transaction, the most of one, and of a day (UTC). */
export type WithdrawalLimits = {
  readonly least: bigint
  readonly perWithdrawal: bigint
  readonly perDay: bigint
}

/** All idempotent by the withdrawal's id. Only credit without conditions can be withdrawn. */
export type ChainWithdrawalCommand = { readonly withdrawalId: string } & (
  | ({
      readonly type: 'WithdrawToChain'
      readonly amount: bigint
      readonly limits: WithdrawalLimits
    } & Destination)
  | { readonly type: 'SettleChainWithdrawal' }
  | { readonly type: 'ReturnChainWithdrawal' }
)

export const decideChainWithdrawals = (
  command: ChainWithdrawalCommand,
  { state, common }: Deciding,
): Decision<ChainWithdrawalEvent> => {
  const { withdrawalId } = command
  const known = getById(state.chainWithdrawals, withdrawalId)
  const { spendable, withdrawing } = accountsOf(common)
  if (command.type === 'WithdrawToChain') {
    const { amount, chain, address } = command
    if (known !== undefined)
      return known.amount === amount && known.chain === chain && known.address === address
        ? []
        : reject('ALREADY_EXISTS', 'This withdrawal exists with another amount or address.')
    const refused = refusedWithdrawal(command, { state, common })
    if (refused !== undefined) return refused
    const postings = [...debit(spendable, amount), ...credit(withdrawing, amount)]
    const data = { ...common, amount: amount.toString(), withdrawalId, chain, address, postings }
    return [{ type: 'ChainWithdrawalStarted', data }]
  }
  if (known === undefined) return reject('NOT_FOUND', 'There is no such withdrawal.')
  const wish = command.type === 'SettleChainWithdrawal' ? 'SETTLED' : 'RETURNED'
  if (known.status === wish) return []
  if (known.status !== 'STARTED')
    return reject('ALREADY_RESOLVED', `This withdrawal is ${known.status} already.`)
  const { amount, chain, address } = known
  const to = wish === 'SETTLED' ? 'chain_clearing' : spendable
  const postings = [...debit(withdrawing, amount), ...credit(to, amount)]
  const data = { ...common, amount: amount.toString(), withdrawalId, chain, address, postings }
  return wish === 'SETTLED'
    ? [{ type: 'ChainWithdrawalSettled', data }]
    : [{ type: 'ChainWithdrawalReturned', data }]
}

const refusedWithdrawal = (
  { amount, limits }: Extract<ChainWithdrawalCommand, { type: 'WithdrawToChain' }>,
  { state, common }: Pick<Deciding, 'state' | 'common'>,
): Rejection | undefined => {
  const { least, perWithdrawal, perDay } = limits
  if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A withdrawal is more than nothing.')
  if (amount < least)
    return reject('AMOUNT_OUT_OF_RANGE', `Less than ${least.toString()} is not withdrawn.`)
  if (amount > perWithdrawal)
    return reject(
      'WITHDRAWAL_LIMIT_EXCEEDED',
      `One withdrawal is at most ${perWithdrawal.toString()} minor units.`,
    )
  if (state.debt > 0n) return walletInDebt(state.debt, common.asset)
  const { day, amount: before } = state.withdrawn
  const today = laterWindow('DAY', common.at, day)
  const left = perDay - (day === today ? before : 0n)
  if (amount > left)
    return reject(
      'WITHDRAWAL_LIMIT_EXCEEDED',
      `At most ${perDay.toString()} minor units a day (UTC) are withdrawn; ${(left > 0n ? left : 0n).toString()} are left today.`,
    )
  const there = unconditionalCredit(state)
  return amount > there ? insufficientFunds(there, amount, common.asset) : undefined
}
