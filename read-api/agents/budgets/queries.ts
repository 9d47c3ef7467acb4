import type { AgentBudgetRow } from '../../../projections/agents/budgets/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { AgentBudget, AgentBudgetConnection } from './refs.ts'

const order = creationOrder('agentBudgets')

const AgentBudgetStatus = builder.enumType('AgentBudgetStatus', {
  description: 'How far a budget is.',
  values: {
    REQUESTED: { description: 'Its limit is being held in the wallet.' },
    OPEN: { description: 'Calls are paid out of it.' },
    REFUSED: { description: 'The wallet did not hold its limit.' },
    CLOSING: { description: 'Nothing more is reserved; what is open is being settled.' },
    CLOSED: { description: 'What was spent is taken of the hold, the rest is free again.' },
  },
})
const BudgetPurposeKind = builder.enumType('AgentBudgetPurpose', {
  description: 'Who spends a budget.',
  values: {
    WORKFLOW_RUN: { description: 'A run of a workflow.' },
    AGENT: { description: 'An agent.' },
    SELF: { description: 'Whoever acts for the organisation.' },
  },
})

const fine = (amount: string, asset: string) => ({
  amount,
  asset: `${asset.slice(0, asset.indexOf('/'))}/10`,
})

AgentBudget.implement({
  description: 'What agents may spend on models, held in the wallet of their organisation.',
  fields: (t) => ({
    budgetId: t.exposeID('budget_id', { description: 'The hub’s id of it, and of the hold.' }),
    status: t.field({
      type: AgentBudgetStatus,
      description: 'How far it is.',
      resolve: ({ status }) => status,
    }),
    purpose: t.field({
      type: BudgetPurposeKind,
      description: 'Who spends it.',
      resolve: ({ purpose }) => purpose.kind,
    }),
    purposeId: t.id({
      description: 'The run, the agent, or the organisation.',
      resolve: ({ purpose }) => purpose.id,
    }),
    limit: t.field({
      type: Money,
      description: 'What is held for it.',
      resolve: ({ limit_amount: amount, asset }) => ({ amount, asset }),
    }),
    spent: t.field({
      type: Money,
      description: 'What its calls have cost, finer than the wallet counts.',
      resolve: ({ spent, asset }) => fine(spent, asset),
    }),
    reserved: t.field({
      type: Money,
      description: 'The most that attempts under way can cost.',
      resolve: ({ reserved, asset }) => fine(reserved, asset),
    }),
    charged: t.field({
      type: Money,
      nullable: true,
      description: 'What was taken of the hold; null until it is closed.',
      resolve: ({ charged: amount, asset }) => (amount === null ? null : { amount, asset }),
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why the wallet did not hold its limit; null for any that it did.',
    }),
    requestedAt: t.expose('requested_at', { type: 'DateTime', description: 'Since when.' }),
    endedAt: t.expose('ended_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was closed or refused; null before.',
    }),
  }),
})

builder.queryFields((t) => ({
  agentBudgets: t.connection(
    {
      type: AgentBudget,
      description: 'The budgets of your organisation’s agents, the newest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        const all = view.db.selectFrom('agent_budgets').selectAll()
        const rows = await takePage(all.where('organisation', '=', organisation), page).execute()
        return pageOf<AgentBudgetRow>(rows, page, creationKey)
      },
    },
    AgentBudgetConnection,
  ),
}))
