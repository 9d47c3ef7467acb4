import type { AgentBudgetRow } from '../../../projections/agents/budgets/tables.ts'
import { builder } from '../../schema/builder.ts'

export const AgentBudget = builder.objectRef<AgentBudgetRow>('AgentBudget')

export const AgentBudgetConnection = builder.connectionObject(
  { type: AgentBudget, name: 'AgentBudgetConnection', description: 'A page of budgets.' },
  { name: 'AgentBudgetEdge', description: 'One of the budgets, with its place in the list.' },
)
