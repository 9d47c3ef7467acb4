import { load } from '../../../commands/shared/load.ts'
import type { ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'

export type Opened =
  | { readonly kind: 'open'; readonly budgetId: string }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }

/** What a turn may spend, held in the organisation's wallet; or why the wallet says no. */
export const openBudget = async (
  tools: EffectTools,
  budgetId: string,
  { agentId, organisation, profile }: ExistingAgent,
): Promise<Opened> => {
  const { eventStore, foldCache } = tools.services
  const { state: before } = await load(eventStore, foldCache, agentBudget, budgetId)
  if (before.status === 'ABSENT') {
    const commandId = derivedId(tools.context.commandId, 'budget')
    const own = { ...tools, context: { ...tools.context, commandId } }
    const asked = await changeAs(own, agentBudget, budgetId, {
      type: 'RequestBudget',
      ...{ budgetId, organisation, limit: profile.budgetPerTask },
      purpose: { kind: 'AGENT', id: agentId },
    })
    if (asked.type === 'refused') return { kind: 'refused', code: asked.code, detail: asked.detail }
  }
  const { state } = await load(eventStore, foldCache, agentBudget, budgetId)
  switch (state.status) {
    case 'ABSENT':
    case 'REQUESTED':
      throw new TryAgain('the budget is being opened')
    case 'REFUSED':
      return { kind: 'refused', code: state.code, detail: state.detail }
    case 'OPEN':
      return { kind: 'open', budgetId }
    case 'CLOSING':
    case 'CLOSED':
      return { kind: 'refused', code: 'BUDGET_NOT_OPEN', detail: `The budget is ${state.status}.` }
  }
}

/** One that was never asked for, or was refused, has nothing to give back. */
export const closeBudget = async (tools: EffectTools, budgetId: string): Promise<EffectOutcome> => {
  const { eventStore, foldCache } = tools.services
  const { state } = await load(eventStore, foldCache, agentBudget, budgetId)
  if (state.status === 'ABSENT') return succeeded()
  const closed = await changeAs(tools, agentBudget, budgetId, { type: 'CloseBudget' })
  if (closed.type === 'refused' && closed.code === 'BUDGET_NOT_OPEN')
    throw new TryAgain('the budget is being opened')
  return closed
}
