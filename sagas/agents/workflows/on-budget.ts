import { exhausted } from '../../../domain/shared/values.ts'
import { stop, turnBack } from './backward.ts'
import type { BudgetResult } from './effects.ts'
import { end, goOn } from './forward.ts'
import { budgetTimer, type Move, type WorkflowState } from './state.ts'

export const openBudget = (state: WorkflowState): Move => ({
  state: { ...state, budget: 'UNDER_WAY' },
  wants: [{ do: 'request', effect: { kind: 'openBudget', runId: state.runId } }],
})

export const onOpened = (state: WorkflowState, result: BudgetResult): Move => {
  switch (result.came) {
    case 'DONE': {
      const open = { ...state, budget: 'OPEN' } as const
      return state.phase === 'OPENING' ? goOn({ ...open, phase: 'RUNNING' }) : turnBack(open)
    }
    case 'WAITING': {
      const waits = { ...state, budget: 'WAITING' } as const
      return state.phase === 'OPENING' ? again(waits, result.askAgainInMs) : turnBack(waits)
    }
    case 'REFUSED': {
      const without = { ...state, budget: 'NONE' } as const
      return state.phase === 'OPENING'
        ? stop(without, { outcome: 'FAILED', code: result.code })
        : turnBack(without)
    }
    default:
      return exhausted(result)
  }
}

const again = (state: WorkflowState, inMs: number): Move => ({
  state,
  wants: [{ do: 'schedule', name: budgetTimer, inMs }],
})

/** What could not be closed does not keep the run from its end: the budget's own saga sees to it. */
export const onClosed = (state: WorkflowState, result: BudgetResult): Move =>
  result.came === 'WAITING' ? again(state, result.askAgainInMs) : end(state)
