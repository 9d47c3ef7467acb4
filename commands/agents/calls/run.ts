import type { Call, CallFacts } from '../../../domain/agents/calls/call-state.ts'
import type { CacheUse } from '../../../domain/agents/calls/call-events.ts'
import { llmCall, type CallCommand } from '../../../domain/agents/calls/call.ts'
import type { BudgetCommand } from '../../../domain/agents/budgets/budget.ts'
import { agentBudget } from '../../../domain/agents/budgets/budget.ts'
import type { ModelPolicy } from '../../../domain/agents/routing/policy.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import type { Budget } from '../../../domain/agents/budgets/budget-state.ts'
import type { CommandContext } from '../../shared/context.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { step, type Stepped } from './step.ts'

/** One call while it is being answered: what is asked, of whom, for whom, and what stands behind it. */
export type Run = {
  readonly services: Services
  readonly context: CommandContext
  readonly callId: string
  readonly organisation: string
  readonly budgetId?: string
  readonly kind: CallFacts['kind']
  readonly template: string
  readonly version: number
  readonly variables: Json
  readonly maxOutputTokens: number
  readonly policy: ModelPolicy
  readonly cache: CacheUse
}

/** A call as far as its own records go: enough to finish what somebody has left. */
export type CallAt = Pick<Run, 'services' | 'context' | 'callId' | 'budgetId'>

/** Nothing was decided: the store, or whoever else writes here, has to be asked again later. */
export class CallUndecided extends Error {
  override readonly name = 'CallUndecided'
}

/** The call after a command, about one of its attempts or about itself. */
export const onCall = async (run: CallAt, about: string, command: CallCommand): Promise<Call> => {
  const { services, context, callId } = run
  const changed = await step(services, context, llmCall, callId, about, command)
  if ('stream' in changed) return changed.state
  if (isRejection(changed) && changed.rejected === 'CALL_UNDER_WAY')
    throw new CallUndecided(changed.detail)
  throw new Error(`${command.type}: ${'rejected' in changed ? changed.rejected : changed.code}`)
}

export const onBudget = (
  { services, context }: Pick<Run, 'services' | 'context'>,
  budgetId: string,
  about: string,
  command: BudgetCommand,
): Promise<Stepped<Budget>> => step(services, context, agentBudget, budgetId, about, command)

export const callNow = async ({ services, callId }: CallAt): Promise<Call> =>
  (await load(services.eventStore, services.foldCache, llmCall, callId)).state

export const budgetNow = async (
  { services }: Pick<Run, 'services'>,
  budgetId: string,
): Promise<Budget> =>
  (await load(services.eventStore, services.foldCache, agentBudget, budgetId)).state
