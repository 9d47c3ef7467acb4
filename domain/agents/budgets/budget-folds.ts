import { exhausted } from '../../shared/values.ts'
import type { BudgetEvent } from './budget-events.ts'
import type { Budget } from './budget-state.ts'
import { toFine } from './fine.ts'

export const evolve = (state: Budget, { type, data }: BudgetEvent): Budget => {
  switch (type) {
    case 'AgentBudgetRequested': {
      const { budgetId, organisation, asset, limit, purpose, at } = data
      const facts = { budgetId, organisation, asset, purpose, requestedAt: at }
      return { status: 'REQUESTED', ...facts, limit: BigInt(limit.amount) }
    }
    case 'AgentBudgetOpened': {
      if (state.status !== 'REQUESTED') return state
      const limitFine = toFine(state.limit, state.asset)
      return { ...state, status: 'OPEN', limitFine, spent: 0n, reserved: 0n, open: {} }
    }
    case 'AgentBudgetRefused': {
      if (state.status !== 'REQUESTED') return state
      return { ...state, status: 'REFUSED', code: data.code, detail: data.detail }
    }
    case 'AgentBudgetReserved': {
      if (!('open' in state)) return state
      const { attemptId, callId, at } = data
      const amount = BigInt(data.amount)
      const open = { ...state.open, [attemptId]: { callId, amount, at } }
      return { ...state, reserved: state.reserved + amount, open }
    }
    case 'AgentBudgetSettled': {
      if (!('open' in state)) return state
      const amount = BigInt(data.amount)
      const { [data.attemptId]: _, ...open } = state.open
      const reserved = state.reserved - amount - BigInt(data.freed)
      return { ...state, spent: state.spent + amount, reserved, open }
    }
    case 'AgentBudgetClosing':
      return 'open' in state ? { ...state, status: 'CLOSING' } : state
    case 'AgentBudgetClosed': {
      if (!('open' in state)) return state
      const { limitFine: _, reserved: __, open: ___, ...facts } = state
      const charged = BigInt(data.charged)
      return { ...facts, status: 'CLOSED', spent: BigInt(data.spent), charged }
    }
    default:
      return exhausted(type)
  }
}
