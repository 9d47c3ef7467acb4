import { z } from 'zod'
import { closeAgentBudget } from '../../../commands/agents/budgets/close.ts'
import { openAgentBudget } from '../../../commands/agents/budgets/open.ts'
import { BudgetView, readBudget } from '../../../commands/agents/budgets/read-budget.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, Money, noBody } from '../../shapes.ts'

const BudgetPath = z.strictObject({ budgetId: Id })
const BudgetAnswer = z.object({ budgetId: Id })

/** What agents may spend. */
export const agentBudgetRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'openAgentBudget',
    tag: 'agents',
    summary: 'Open a budget',
    description:
      'Its limit is held in your organisation’s wallet, under the spending limits that are on it. Calls to models are paid out of it.',
    problems: [
      'INSUFFICIENT_FUNDS',
      'SPENDING_LIMIT_EXCEEDED',
      'WALLET_IN_DEBT',
      'ASSET_MISMATCH',
      'AMOUNT_OUT_OF_RANGE',
      'BUDGET_NOT_OPEN',
      'UNAVAILABLE',
    ],
    links: [{ operationId: 'getAgentBudget', parameter: 'budgetId', member: 'budgetId' }],
    method: 'POST',
    path: '/v1/agent-budgets',
    command: openAgentBudget,
    params: z.strictObject({}),
    body: z.strictObject({ limit: Money }),
    example: { limit: { amount: '500', asset: 'USD/2' } },
    input: (_, { limit }) => ({ limit }),
    status: 201,
    answer: BudgetAnswer,
    location: ({ budgetId }) => `/v1/agent-budgets/${budgetId}`,
  }),
  mountQuery({
    operationId: 'getAgentBudget',
    tag: 'agents',
    summary: 'Read a budget',
    description: 'What is spent and reserved of it at this moment.',
    problems: ['NOT_FOUND'],
    path: '/v1/agent-budgets/:budgetId',
    params: BudgetPath,
    answer: BudgetView,
    read: ({ services }, context, { budgetId }) => readBudget(services, context, budgetId),
  }),
  mountCommand({
    operationId: 'closeAgentBudget',
    tag: 'agents',
    summary: 'Close a budget',
    description:
      'Nothing more is paid out of it. What was spent is rounded up once and taken of the hold; the rest is free again in the wallet.',
    problems: ['NOT_FOUND', 'BUDGET_NOT_OPEN'],
    method: 'DELETE',
    path: '/v1/agent-budgets/:budgetId',
    command: closeAgentBudget,
    params: BudgetPath,
    body: noBody,
    input: ({ budgetId }) => ({ budgetId }),
    status: 200,
    answer: BudgetAnswer,
    precondition: 'accepted',
  }),
]
