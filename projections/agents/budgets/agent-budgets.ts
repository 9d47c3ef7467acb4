import { definitions, type BudgetEvent } from '../../../domain/agents/budgets/budget-events.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { AgentBudgetRow } from './tables.ts'

/** Budgets of agents, with what is spent and reserved of each. */
export const agentBudgets = projectionOf({
  name: 'agent-budgets',
  definitions,
  touches: ({ type, data }) => [
    {
      table: 'agent_budgets',
      key: { budget_id: data.budgetId },
      isNew: type === 'AgentBudgetRequested',
    },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const row =
      event.type === 'AgentBudgetRequested'
        ? requested(event)
        : changed(
            existing(rows.get('agent_budgets', { budget_id: event.data.budgetId }), event),
            event,
          )
    return [{ do: 'put', table: 'agent_budgets', row: { ...row, revision, position } }]
  },
})

type Requested = Extract<BudgetEvent, { type: 'AgentBudgetRequested' }>

const requested = ({ data, revision, position }: Projected<Requested>): AgentBudgetRow => ({
  budget_id: data.budgetId,
  organisation: data.organisation,
  asset: data.asset,
  limit_amount: data.limit.amount,
  purpose: data.purpose,
  status: 'REQUESTED',
  spent: '0',
  reserved: '0',
  charged: null,
  code: null,
  requested_at: new Date(data.at),
  ended_at: null,
  created_position: position,
  revision,
  position,
})

const plus = (sum: string, ...amounts: readonly bigint[]): string =>
  amounts.reduce((total, amount) => total + amount, BigInt(sum)).toString()

const changed = (
  row: AgentBudgetRow,
  { type, data }: Exclude<BudgetEvent, Requested>,
): AgentBudgetRow => {
  switch (type) {
    case 'AgentBudgetOpened':
      return { ...row, status: 'OPEN' }
    case 'AgentBudgetRefused':
      return { ...row, status: 'REFUSED', code: data.code, ended_at: new Date(data.at) }
    case 'AgentBudgetReserved':
      return { ...row, reserved: plus(row.reserved, BigInt(data.amount)) }
    case 'AgentBudgetSettled': {
      const [amount, freed] = [BigInt(data.amount), BigInt(data.freed)]
      const reserved = plus(row.reserved, -amount, -freed)
      return { ...row, reserved, spent: plus(row.spent, amount) }
    }
    case 'AgentBudgetClosing':
      return { ...row, status: 'CLOSING' }
    case 'AgentBudgetClosed':
      return { ...row, status: 'CLOSED', charged: data.charged, ended_at: new Date(data.at) }
    default:
      return exhausted(type)
  }
}
