import { settleLeft } from '../../../commands/agents/budgets/settle-left.ts'
import { finishOpening } from '../../../commands/agents/budgets/open.ts'
import { load } from '../../../commands/shared/load.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { changeAs, succeeded, type Performers } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import type { BudgetingEffect } from './budgeting.ts'

export const performBudgetingEffects: Performers<BudgetingEffect> = {
  finishOpening: async ({ budgetId }, { services, context }) => {
    const { eventStore, foldCache } = services
    const { state } = await load(eventStore, foldCache, agentBudget, budgetId)
    const outcome = await finishOpening(services, context, state)
    if (outcome.kind === 'unavailable') throw new TryAgain('the budget is being changed by others')
    return succeeded(outcome.kind)
  },
  settleLeft: async ({ budgetId }, { services, context }) =>
    succeeded(await settleLeft(services, context, budgetId)),
  voidHold: ({ budgetId: holdId, organisation, asset }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      ...{ type: 'VoidHold', organisation, asset, holdId },
    }),
  releaseHold: ({ budgetId: holdId, organisation, asset }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      ...{ type: 'ReleaseHold', organisation, asset, holdId, reason: 'NOTHING_SPENT' },
    }),
  spendHold: ({ budgetId: holdId, organisation, asset, amount }, tools) =>
    changeAs(tools, wallet, walletIdOf(organisation, asset), {
      ...{ type: 'SpendHold', organisation, asset, holdId, amount: BigInt(amount) },
    }),
}
