import type { Decision } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { MinorUnits } from '../../shared/money.ts'
import { valuesOf } from '../../shared/id-map.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id } from '../../shared/values.ts'
import { z } from 'zod'
import { cardOf } from './cards.ts'
import type { Deciding } from './deciding.ts'
import { laterWindow, windowAt } from './limits.ts'
import { WalletTransaction, type WalletFacts } from './transaction.ts'
import type { Wallet } from './wallet-state.ts'

/** Below `threshold` the card pays in `topUp`, of which at most `monthlyCap` a month (UTC). */
export const TopUpTerms = z.strictObject({
  threshold: MinorUnits,
  topUp: MinorUnits,
  monthlyCap: MinorUnits,
  /** Of the payments' saved methods. */
  methodId: Id,
  /** On whose behalf it is paid. */
  userId: Id,
})
export type TopUpTerms = z.output<typeof TopUpTerms>

export const topUpDefinitions = [
  // No money moves by any of these; the payment brings it.
  defineEvent('AutoTopUpSet', 1, WalletTransaction.extend(TopUpTerms.shape)),
  defineEvent('AutoTopUpRemoved', 1, WalletTransaction),
  // `topUpId` is also the id of the payment.
  defineEvent(
    'TopUpDue',
    1,
    WalletTransaction.extend({ topUpId: Id, topUp: MinorUnits, methodId: Id, userId: Id }),
  ),
  defineEvent(
    'TopUpFailed',
    1,
    WalletTransaction.extend({ topUpId: Id, code: z.string().max(100) }),
  ),
] as const
export type TopUpEvent = EventOf<(typeof topUpDefinitions)[number]>

export type AutoTopUp = {
  readonly terms: TopUpTerms
  /** Asked for and not answered: there is one at a time. */
  readonly open?: string
  /** How much that is. */
  readonly asked?: bigint
  /** Nothing is asked for until it is set again; what was asked for still counts. */
  readonly removed?: true
  /** A payment failed; nothing more is asked for until money comes in or the terms are set again. */
  readonly failed: boolean
  readonly month: string
  /** Asked for in that month, less what failed. */
  readonly requested: bigint
}

export const evolveTopUp = (state: Wallet, { type, data }: TopUpEvent): Wallet => {
  const { topUp } = state
  switch (type) {
    case 'AutoTopUpSet': {
      const { threshold, methodId, monthlyCap, userId, at } = data
      const terms = { threshold, topUp: data.topUp, monthlyCap, methodId, userId }
      const fresh = { month: windowAt('MONTH', at), requested: 0n }
      const before: Omit<AutoTopUp, 'terms' | 'failed'> = topUp ?? fresh
      const { removed: _, ...known } = before
      return { ...state, topUp: { ...known, terms, failed: false } }
    }
    case 'AutoTopUpRemoved':
      return topUp === undefined ? state : { ...state, topUp: { ...topUp, removed: true } }
    case 'TopUpDue': {
      if (topUp === undefined) return state
      const month = laterWindow('MONTH', data.at, topUp.month)
      const requested = (month === topUp.month ? topUp.requested : 0n) + BigInt(data.topUp)
      const asked = BigInt(data.topUp)
      return { ...state, topUp: { ...topUp, open: data.topUpId, asked, month, requested } }
    }
    case 'TopUpFailed': {
      if (topUp?.open !== data.topUpId) return state
      const { open: _, asked = BigInt(topUp.terms.topUp), ...rest } = topUp
      const requested = rest.requested - asked
      const left = requested < 0n ? 0n : requested
      return { ...state, topUp: { ...rest, failed: true, requested: left } }
    }
    default:
      return exhausted(type)
  }
}

/** Money that came in by this payment: the top-up is done, if it was one. */
export const toppedUp = (state: Wallet, paymentId: string): Wallet => {
  if (state.topUp === undefined) return state
  const { open, asked, ...rest } = state.topUp
  const isDone = open === undefined || open === paymentId
  const topUp = isDone ? rest : { ...rest, open, ...(asked === undefined ? {} : { asked }) }
  return { ...state, topUp: { ...topUp, failed: false } }
}

export type TopUpCommand =
  | { readonly type: 'SetAutoTopUp'; readonly terms: TopUpTerms }
  | { readonly type: 'RemoveAutoTopUp' }
  | { readonly type: 'FailTopUp'; readonly topUpId: string; readonly code: string }

export const decideTopUp = (
  command: TopUpCommand,
  { state, common }: Deciding,
): Decision<TopUpEvent> => {
  const { topUp } = state
  const unmoved = { ...common, amount: '0', postings: [] }
  switch (command.type) {
    case 'SetAutoTopUp': {
      const { terms } = command
      if (BigInt(terms.topUp) === 0n || BigInt(terms.monthlyCap) < BigInt(terms.topUp))
        return reject(
          'AMOUNT_OUT_OF_RANGE',
          'A top-up is more than nothing, and the monthly cap allows one.',
        )
      const isRunning = topUp !== undefined && !topUp.failed && topUp.removed === undefined
      const same = isRunning && isSame(topUp.terms, terms)
      return same ? [] : [{ type: 'AutoTopUpSet', data: { ...unmoved, ...terms } }]
    }
    case 'RemoveAutoTopUp':
      return topUp === undefined || topUp.removed === true
        ? []
        : [{ type: 'AutoTopUpRemoved', data: unmoved }]
    case 'FailTopUp': {
      const { topUpId, code } = command
      const paid = cardOf(state.cards, topUpId).credited !== undefined
      return topUp?.open !== topUpId || paid
        ? []
        : [{ type: 'TopUpFailed', data: { ...unmoved, topUpId, code: code.slice(0, 100) } }]
    }
    default:
      return exhausted(command)
  }
}

const isSame = (a: TopUpTerms, b: TopUpTerms): boolean =>
  a.threshold === b.threshold &&
  a.topUp === b.topUp &&
  a.monthlyCap === b.monthlyCap &&
  a.methodId === b.methodId &&
  a.userId === b.userId

/** What follows where there is less than the threshold: one payment is due, unless one is open or the month's are used up. */
export const dueTopUp = (
  { topUp: set, available, disputes }: Wallet,
  common: WalletFacts,
): readonly TopUpEvent[] => {
  if (set === undefined || set.open !== undefined || set.failed || set.removed === true) return []
  const { threshold, topUp, monthlyCap, methodId, userId } = set.terms
  if (available >= BigInt(threshold)) return []
  // Nobody's card is asked for more while its bank takes back what it paid.
  if (valuesOf(disputes).some(({ status }) => status === 'OPEN')) return []
  const used = set.month === laterWindow('MONTH', common.at, set.month) ? set.requested : 0n
  if (used + BigInt(topUp) > BigInt(monthlyCap)) return []
  const unmoved = { ...common, amount: '0', postings: [] }
  const due = { topUpId: common.transactionId, topUp, methodId, userId }
  return [{ type: 'TopUpDue', data: { ...unmoved, ...due } }]
}
