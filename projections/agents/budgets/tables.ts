import type { BudgetPurpose } from '../../../domain/agents/budgets/budget-events.ts'

/** `spent` and `reserved` are fine: of the asset's code, at scale 10. */
export type AgentBudgetRow = {
  readonly budget_id: string
  readonly organisation: string
  readonly asset: string
  readonly limit_amount: string
  readonly purpose: BudgetPurpose
  readonly status: 'REQUESTED' | 'OPEN' | 'REFUSED' | 'CLOSING' | 'CLOSED'
  readonly spent: string
  readonly reserved: string
  /** What was captured of the hold, once it is closed. */
  readonly charged: string | null
  /** Why it was refused. */
  readonly code: string | null
  readonly requested_at: Date
  readonly ended_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type AgentBudgetTables = { agent_budgets: AgentBudgetRow }
