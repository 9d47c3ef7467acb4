import { z } from 'zod'
import { category } from '../../../domain/agents/budgets/budget.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type BudgetingEffect =
  | { readonly kind: 'finishOpening'; readonly budgetId: string }
  | { readonly kind: 'settleLeft'; readonly budgetId: string }
  | {
      readonly kind: 'voidHold' | 'releaseHold'
      readonly budgetId: string
      readonly organisation: string
      readonly asset: string
    }
  | {
      readonly kind: 'spendHold'
      readonly budgetId: string
      readonly organisation: string
      readonly asset: string
      /** Minor units of the wallet. */
      readonly amount: string
    }

/** Whoever asked for it has had the time to open it; and whoever made an attempt to settle it. */
const openingMs = 30_000
const settlingMs = 15_000

const Facts = z.object({ budgetId: z.string(), organisation: z.string(), asset: z.string() })
const Closed = z.object({ charged: z.string() })
const Left = z.int()

export type Budgeting = { readonly budget?: z.output<typeof Facts>; readonly over: boolean }

const request = (effect: BudgetingEffect): SagaAction<BudgetingEffect> => ({
  do: 'request',
  effect,
})
const later = (name: string, now: string, ms: number): SagaAction<BudgetingEffect> => ({
  do: 'schedule',
  name,
  dueAt: instantOf(msOf(now) + ms),
})

const onInput = (
  { type, data }: Extract<SagaMessage, { type: 'input' }>['input'],
  now: string,
): readonly SagaAction<BudgetingEffect>[] => {
  const facts = Facts.parse(data)
  switch (type) {
    case 'AgentBudgetRequested':
      return [later('opening', now, openingMs)]
    case 'AgentBudgetOpened':
      return [{ do: 'unschedule', name: 'opening' }]
    case 'AgentBudgetRefused':
      return [{ do: 'unschedule', name: 'opening' }, request({ kind: 'voidHold', ...facts })]
    case 'AgentBudgetClosing':
      return [later('settling', now, settlingMs)]
    case 'AgentBudgetClosed': {
      const { charged } = Closed.parse(data)
      return [
        { do: 'unschedule', name: 'settling' },
        request(
          charged === '0'
            ? { kind: 'releaseHold', ...facts }
            : { kind: 'spendHold', ...facts, amount: charged },
        ),
      ]
    }
    default:
      return []
  }
}

/**
 * Sees a budget to its end: opened or refused when whoever asked is gone, settled when it closes and somebody has left an
 * attempt open; then what was spent is captured and the rest of the hold released.
 */
export const agentBudgeting: Saga<Budgeting, BudgetingEffect> = {
  name: 'agentBudgeting',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    AgentBudgetRequested: { starts: 'budgetId' },
    AgentBudgetOpened: { continues: 'budgetId' },
    AgentBudgetRefused: { continues: 'budgetId' },
    AgentBudgetClosing: { continues: 'budgetId' },
    AgentBudgetClosed: { continues: 'budgetId' },
  },
  mayRest: true,
  initial: { over: false },
  evolve: (state, message) => {
    if (message.type !== 'input') return state
    const { type, data } = message.input
    return {
      budget: Facts.parse(data),
      over: state.over || type === 'AgentBudgetRefused' || type === 'AgentBudgetClosed',
    }
  },
  decide: (message, { budget, over }, now) => {
    switch (message.type) {
      case 'input':
        return onInput(message.input, now)
      case 'timer': {
        if (budget === undefined || over) return []
        const { budgetId } = budget
        return message.name === 'opening'
          ? [request({ kind: 'finishOpening', budgetId })]
          : [request({ kind: 'settleLeft', budgetId })]
      }
      case 'succeeded':
        switch (message.kind) {
          case 'voidHold':
            return [{ do: 'end', outcome: 'REFUSED' }]
          case 'spendHold':
          case 'releaseHold':
            return [{ do: 'end', outcome: 'CLOSED' }]
          case 'settleLeft':
            return over || Left.parse(message.result) === 0
              ? []
              : [later('settling', now, settlingMs)]
          default:
            return []
        }
      case 'refused':
      case 'unknown':
        // Never while the house is in order: stop where a person can see it.
        return [{ do: 'end', outcome: `HALTED ${message.kind}` }]
    }
  },
}
