import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { llmCall } from '../../../domain/agents/calls/call.ts'
import type { CommandContext } from '../../shared/context.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { finishLeftBehind } from '../calls/left-behind.ts'
import { onBudget } from '../calls/run.ts'

/**
 * Settles what processes that are gone have left open in a budget: at what the call's own record says, and where that says
 * nothing at the maximum. Answers how many are left, which somebody is waiting for.
 */
export const settleLeft = async (
  services: Services,
  context: CommandContext,
  budgetId: string,
): Promise<number> => {
  const { eventStore, foldCache } = services
  const { state } = await load(eventStore, foldCache, agentBudget, budgetId)
  if (!('open' in state)) return 0
  let left = 0
  for (const [attemptId, { callId }] of Object.entries(state.open)) {
    const { state: call } = await load(eventStore, foldCache, llmCall, callId)
    const at = { services, context, callId, budgetId }
    const attempt =
      call.status === 'ABSENT'
        ? undefined
        : call.attempts.find((each) => each.attemptId === attemptId)
    if (call.status === 'ABSENT' || attempt === undefined)
      await onBudget(at, budgetId, attemptId, { type: 'Settle', attemptId })
    else if ('cost' in attempt)
      await onBudget(at, budgetId, attemptId, { type: 'Settle', attemptId, amount: attempt.cost })
    else if ('retryAfterMs' in (await finishLeftBehind(at, call))) left += 1
  }
  return left
}
