import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import type { Money } from '../../shared/money.ts'
import { isRejection, reject, type Rejection } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted } from '../../shared/values.ts'
import { definitions, type BudgetEvent, type BudgetPurpose } from './budget-events.ts'
import { evolve } from './budget-folds.ts'
import { initial, left, type Budget, type LiveBudget } from './budget-state.ts'
import { canBeFine, fineAssetOf, fromFineUp } from './fine.ts'

/**
 * What agents may spend on models. The limit is held in the organisation's wallet; of it every attempt reserves its maximum
 * before it is made, in this one stream at an exact revision: so the limit holds whatever fails, and over any number of
 * processes. What was spent is captured out of the hold when the budget is closed.
 */
export const category = 'agentBudget'

// Commands.
export type BudgetCommand =
  | {
      readonly type: 'RequestBudget'
      readonly budgetId: string
      readonly organisation: string
      readonly limit: Money
      readonly purpose: BudgetPurpose
    }
  | { readonly type: 'OpenBudget' }
  | { readonly type: 'RefuseBudget'; readonly code: string; readonly detail: string }
  | {
      readonly type: 'Reserve'
      readonly attemptId: string
      readonly callId: string
      readonly amount: bigint
    }
  /** `amount` absent: nobody knows, so all that was reserved. */
  | { readonly type: 'Settle'; readonly attemptId: string; readonly amount?: bigint }
  | { readonly type: 'CloseBudget' }

export const decide = (
  command: BudgetCommand,
  state: Budget,
  meta: DecisionMeta,
): Decision<BudgetEvent> => {
  if (command.type === 'RequestBudget') return request(command, state, meta)
  if (state.status === 'ABSENT') return reject('NOT_FOUND', 'There is no such budget.')
  const { budgetId, organisation, asset } = state
  const facts = { budgetId, organisation, asset, at: meta.now }
  switch (command.type) {
    case 'OpenBudget':
      if (state.status === 'REFUSED') return reject('BUDGET_NOT_OPEN', 'This budget was refused.')
      return state.status === 'REQUESTED' ? [{ type: 'AgentBudgetOpened', data: facts }] : []
    case 'RefuseBudget': {
      const { code, detail } = command
      if (state.status === 'REFUSED') return []
      if (state.status !== 'REQUESTED')
        return reject('ALREADY_RESOLVED', 'This budget has been opened.')
      return [{ type: 'AgentBudgetRefused', data: { ...facts, code, detail } }]
    }
    case 'Reserve': {
      const { attemptId, callId, amount } = command
      if (state.status !== 'OPEN') return notOpen(state.status)
      if (state.open[attemptId] !== undefined) return []
      if (amount > left(state)) return exceeded(left(state), amount, asset)
      const of = { ...facts, attemptId, callId }
      return [{ type: 'AgentBudgetReserved', data: { ...of, amount: amount.toString() } }]
    }
    case 'Settle': {
      // One that is not open has been settled, or was never made.
      if (!('open' in state)) return []
      const settled = settle(command, state, facts)
      if (isRejection(settled) || settled.length === 0 || state.status === 'OPEN') return settled
      return [...settled, ...closed(settled.reduce(evolve, state), facts)]
    }
    case 'CloseBudget': {
      if (state.status === 'REQUESTED') return notOpen(state.status)
      if (state.status !== 'OPEN') return []
      return [{ type: 'AgentBudgetClosing', data: facts }, ...closed(state, facts)]
    }
    default:
      return exhausted(command)
  }
}

type Facts = {
  readonly budgetId: string
  readonly organisation: string
  readonly asset: string
  readonly at: string
}

const request = (
  { budgetId, organisation, limit, purpose }: Extract<BudgetCommand, { type: 'RequestBudget' }>,
  state: Budget,
  meta: DecisionMeta,
): Decision<BudgetEvent> => {
  if (state.status !== 'ABSENT') {
    const { asset, purpose: known } = state
    const amount = state.limit.toString()
    return same([state.organisation, { amount, asset }, known], [organisation, limit, purpose])
      ? []
      : reject('ALREADY_EXISTS', 'This budget exists with other terms.')
  }
  if (BigInt(limit.amount) <= 0n)
    return reject('AMOUNT_OUT_OF_RANGE', 'A budget is more than nothing.')
  if (!canBeFine(limit.asset))
    return reject('ASSET_MISMATCH', `Budgets are not kept in ${limit.asset}.`)
  const facts = { budgetId, organisation, asset: limit.asset, at: meta.now }
  return [{ type: 'AgentBudgetRequested', data: { ...facts, limit, purpose } }]
}

const settle = (
  { attemptId, amount: wanted }: Extract<BudgetCommand, { type: 'Settle' }>,
  { open }: LiveBudget,
  facts: Facts,
): Decision<BudgetEvent> => {
  const reservation = open[attemptId]
  if (reservation === undefined) return []
  const { callId } = reservation
  const amount = wanted ?? reservation.amount
  if (amount > reservation.amount)
    return reject('CAPTURE_ABOVE_HOLD', 'An attempt never costs more than was reserved for it.')
  const basis = wanted === undefined ? 'MAXIMUM' : amount === 0n ? 'NOTHING' : 'USAGE'
  const freed = (reservation.amount - amount).toString()
  const of = { ...facts, attemptId, callId }
  return [{ type: 'AgentBudgetSettled', data: { ...of, amount: amount.toString(), freed, basis } }]
}

/** The end, when nothing is open. */
const closed = (state: Budget, facts: Facts): readonly BudgetEvent[] => {
  if (!('open' in state) || Object.keys(state.open).length > 0) return []
  const spent = state.spent.toString()
  const charged = fromFineUp(state.spent, state.asset).toString()
  return [{ type: 'AgentBudgetClosed', data: { ...facts, spent, charged } }]
}

const notOpen = (status: Budget['status']): Rejection =>
  reject('BUDGET_NOT_OPEN', `This budget is ${status}; nothing is reserved of it.`)

const exceeded = (there: bigint, needed: bigint, asset: string): Rejection =>
  reject(
    'BUDGET_EXCEEDED',
    `The budget has ${there.toString()} of ${fineAssetOf(asset)} left; the attempt may cost ${needed.toString()}.`,
  )

export const agentBudget: Aggregate<Budget, BudgetCommand, BudgetEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
