import { settleLeft } from '../../../commands/agents/budgets/settle-left.ts'
import { load } from '../../../commands/shared/load.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { performBudgetingEffects } from '../../../sagas/agents/budgets/perform.ts'
import { contextOf } from '../../kit/services.ts'

/** What the saga of a budget does when it closes, without its timers: settles what is left, and spends the hold. */
export const settleAll = async (services: Services, budgetId: string): Promise<void> => {
  await settleLeft(services, contextOf(newId()), budgetId)
  const { eventStore, foldCache } = services
  const { state } = await load(eventStore, foldCache, agentBudget, budgetId)
  if (state.status !== 'CLOSED') throw new Error(`budget ${budgetId} is ${state.status}`)
  const { organisation, asset, charged } = state
  await performBudgetingEffects.spendHold(
    { kind: 'spendHold', budgetId, organisation, asset, amount: charged.toString() },
    {
      services,
      context: contextOf(newId()),
      signal: new AbortController().signal,
      providers: () => {
        throw new Error('no provider of hardware is part of this')
      },
    },
  )
}
