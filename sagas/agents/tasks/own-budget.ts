import { closeBudget } from '../../../commands/agents/budgets/close.ts'
import { openBudget, type BudgetOutcome } from '../../../commands/agents/budgets/open.ts'
import type { ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import type { Requester } from '../../../domain/agents/tasks/parties.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import { actorOf } from './author.ts'

/** What a turn may spend, held in the organisation's wallet; or why the wallet says no. */
export const openOwnBudget = async (
  tools: EffectTools,
  budgetId: string,
  { agentId, organisation, profile }: ExistingAgent,
  requestedBy: Requester,
): Promise<Exclude<BudgetOutcome, { kind: 'unavailable' }>> => {
  const { services, context } = tools
  const opened = await openBudget(services, {
    ...{ budgetId, organisation, limit: profile.budgetPerTask },
    context: { ...context, actor: await actorOf(tools, requestedBy) },
    purpose: { kind: 'AGENT', id: agentId },
  })
  if (opened.kind === 'unavailable') throw new TryAgain('the budget is being opened')
  return opened
}

/** One that was never asked for, or was refused, has nothing to give back. */
export const closeOwnBudget = async (
  { services, context }: EffectTools,
  budgetId: string,
): Promise<EffectOutcome> => {
  const closed = await closeBudget(services, { budgetId, context })
  switch (closed.kind) {
    case 'closed':
      return succeeded()
    case 'refused':
      if (closed.code === 'NOT_FOUND') return succeeded()
      if (closed.code === 'BUDGET_NOT_OPEN') throw new TryAgain('the budget is being opened')
      return { type: 'refused', code: closed.code, detail: closed.message }
    case 'unavailable':
      throw new TryAgain('the budget is being closed')
  }
}
