import { z } from 'zod'
import type { Budget } from '../../../domain/agents/budgets/budget-state.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { defineCommand } from '../../shared/definition.ts'
import { actsFor } from '../../shared/isolation.ts'
import type { Services } from '../../shared/services.ts'
import { step } from '../calls/step.ts'

export type ClosedBudget =
  | { readonly kind: 'closed'; readonly status: Budget['status'] }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number }

const askAgainMs = 500

/** Reserves nothing more. When the last attempt is settled, what was spent is captured and the rest released, by the saga. */
export const closeBudget = async (
  services: Services,
  { budgetId, context }: { readonly budgetId: string; readonly context: CommandContext },
): Promise<ClosedBudget> => {
  const command = { type: 'CloseBudget' } as const
  const closed = await step(services, context, agentBudget, budgetId, budgetId, command)
  if ('rejected' in closed)
    return { kind: 'refused', code: closed.rejected, message: closed.detail }
  return 'stream' in closed
    ? { kind: 'closed', status: closed.state.status }
    : { kind: 'unavailable', retryAfterMs: askAgainMs }
}

/** Closes a budget of the organisation acted for. */
export const closeAgentBudget = defineCommand({
  name: 'agents.close-budget',
  input: z.strictObject({ budgetId: Id }),
  scope: 'agents:write',
  run: async ({ budgetId }, { context, load, change }) => {
    const { state } = await load(agentBudget, budgetId)
    if (state.status === 'ABSENT' || !actsFor(context, state.organisation))
      return notFound('budget')
    const changed = await change(agentBudget, budgetId, { type: 'CloseBudget' })
    return 'stream' in changed ? { answer: { budgetId }, changed } : changed
  },
})
