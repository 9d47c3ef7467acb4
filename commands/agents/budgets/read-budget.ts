import { z } from 'zod'
import { BudgetPurpose } from '../../../domain/agents/budgets/budget-events.ts'
import type { Budget } from '../../../domain/agents/budgets/budget-state.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { fineAssetOf } from '../../../domain/agents/budgets/fine.ts'
import { Money, money } from '../../../domain/shared/money.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const BudgetView = z.strictObject({
  budgetId: Id,
  status: z.enum(['REQUESTED', 'OPEN', 'REFUSED', 'CLOSING', 'CLOSED']),
  purpose: BudgetPurpose,
  limit: Money,
  requestedAt: Instant,
  /** At scale 10: finer than the wallet counts. */
  spent: Money.exactOptional(),
  reserved: Money.exactOptional(),
  /** What was taken of the wallet’s hold. */
  charged: Money.exactOptional(),
  code: z.string().max(100).exactOptional(),
})
export type BudgetView = z.output<typeof BudgetView>

/** A budget of the caller's organisation, as fresh as the log. */
export const readBudget = (
  services: Services,
  context: CommandContext,
  budgetId: string,
): Promise<ReadOutcome<BudgetView>> =>
  readAggregate(services, context, 'agents:read', agentBudget, budgetId, (state) =>
    state.status !== 'ABSENT' && actsFor(context, state.organisation)
      ? shown(state)
      : notFound('budget'),
  )

const shown = (budget: Exclude<Budget, { status: 'ABSENT' }>): BudgetView => {
  const { budgetId, status, purpose, asset, limit, requestedAt } = budget
  const fine = fineAssetOf(asset)
  return {
    ...{ budgetId, status, purpose, limit: money(limit, asset), requestedAt },
    ...('spent' in budget ? { spent: money(budget.spent, fine) } : {}),
    ...('reserved' in budget ? { reserved: money(budget.reserved, fine) } : {}),
    ...('charged' in budget ? { charged: money(budget.charged, asset) } : {}),
    ...('code' in budget ? { code: budget.code } : {}),
  }
}
