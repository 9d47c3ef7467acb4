import { closeBudget } from '../../../commands/agents/budgets/close.ts'
import { openBudget } from '../../../commands/agents/budgets/open.ts'
import { everyToolOf } from '../../../commands/agents/tools/every-tool.ts'
import type { ToolOf } from '../../../commands/agents/tools/use.ts'
import { change } from '../../../commands/shared/change.ts'
import { task } from '../../../domain/agents/tasks/task.ts'
import { planStep } from '../../../domain/agents/workflows/plan.ts'
import { workflowRun } from '../../../domain/agents/workflows/run.ts'
import { keyOfStep } from '../../../domain/agents/workflows/step-id.ts'
import { inputHashOf } from '../../../platform/ids/ids.ts'
import { succeeded, type EffectTools, type Performers } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import { taskIdOf } from './ask-somebody.ts'
import { compensateStep } from './compensate-step.ts'
import type { BudgetResult, WorkflowEffect } from './effects.ts'
import { endRun } from './end-run.ts'
import { performStep } from './perform-step.ts'
import { contextOf, note, runOf, stepKeyOf, type OfStep } from './run-of.ts'
import { runIdWithin } from './run-within.ts'

/** Steps have these tools to work with. */
export const performingWorkflows = (toolOf: ToolOf): Performers<WorkflowEffect> => ({
  openBudget: async ({ runId }, tools) => {
    const { organisation, budget, by } = (await runOf(tools, runId)).requested
    if (budget?.limit === undefined) throw new Error(`run ${runId} has no budget of its own`)
    const { budgetId, limit } = budget
    const outcome = await openBudget(tools.services, {
      ...{ budgetId, organisation, limit, purpose: { kind: 'WORKFLOW_RUN', id: runId } },
      // Held within the limits of whoever asked for the run.
      context: { ...contextOf(tools, runId, 'open budget'), actor: by },
    })
    switch (outcome.kind) {
      case 'opened':
        return came({ came: 'DONE' })
      case 'unavailable':
        return came({ came: 'WAITING', askAgainInMs: outcome.retryAfterMs })
      case 'refused':
        return came({ came: 'REFUSED', code: outcome.code })
    }
  },
  performStep: performStep(toolOf),
  stopStep: async (of, tools) => {
    const kind = planStep((await runOf(tools, of.runId)).requested.plan, keyOfStep(of.step))?.kind
    if (kind === 'TASK') await cancelTask(of, tools)
    if (kind === 'SUBWORKFLOW') await cancelRun(of, tools)
    return succeeded()
  },
  compensateStep: compensateStep(toolOf),
  suspendRun: async ({ runId }, tools) => {
    // Once for each time: the effect's own id tells them apart.
    const noted = await note(tools, runId, `suspend ${tools.context.commandId}`, {
      type: 'SuspendRun',
    })
    return succeeded(null, 'run' in noted ? noted.eventId : undefined)
  },
  closeBudget: async ({ runId }, tools) => {
    const { budget } = (await runOf(tools, runId)).requested
    if (budget === undefined) return came({ came: 'DONE' })
    const context = contextOf(tools, runId, 'close budget')
    const outcome = await closeBudget(tools.services, { budgetId: budget.budgetId, context })
    switch (outcome.kind) {
      case 'closed':
        return came({ came: 'DONE' })
      case 'unavailable':
        return came({ came: 'WAITING', askAgainInMs: outcome.retryAfterMs })
      case 'refused':
        return came({ came: 'REFUSED', code: outcome.code })
    }
  },
  endRun,
})

export const performWorkflowEffects = performingWorkflows(everyToolOf)

const came = (result: BudgetResult) => succeeded(result)

/** One that has ended says so by its own event. */
const cancelTask = async (of: OfStep, tools: EffectTools): Promise<void> => {
  const { services } = tools
  const id = taskIdOf(of.runId, stepKeyOf(of))
  const hash = inputHashOf(services.secrets.inputHashKey, 'task.CancelTask', id)
  const context = contextOf(tools, id, 'stop')
  const changed = await change(services, context, hash, task, id, { type: 'CancelTask' })
  if ('code' in changed) throw new TryAgain(changed.detail)
}

const cancelRun = async (of: OfStep, tools: EffectTools): Promise<void> => {
  const { services } = tools
  const id = runIdWithin(of)
  const hash = inputHashOf(services.secrets.inputHashKey, 'workflowRun.CancelRun', id)
  const context = contextOf(tools, id, 'stop')
  const changed = await change(services, context, hash, workflowRun, id, { type: 'CancelRun' })
  if ('code' in changed) throw new TryAgain(changed.detail)
}
