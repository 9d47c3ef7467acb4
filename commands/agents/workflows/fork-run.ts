import { z } from 'zod'
import { recordedBefore } from '../../../domain/agents/workflows/fork.ts'
import { workflowRun } from '../../../domain/agents/workflows/run.ts'
import { StepId } from '../../../domain/agents/workflows/step-id.ts'
import { Money } from '../../../domain/shared/money.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { budgetOf, type BegunAnswer } from './begin-run.ts'
import { refusedJobs } from './jobs-within.ts'
import { ownRun } from './own-run.ts'
import { versionOf } from './read-workflow.ts'

/**
 * Begins a run of the same version with the same input, in which the step and all that follows from it is done anew. What
 * is on record of the other steps is taken over, and done by nobody again.
 */
export const forkRun = defineCommand({
  name: 'workflow-runs.fork',
  input: z.strictObject({ runId: Id, fromStep: StepId, budget: Money.exactOptional() }),
  scope: 'agents:write',
  run: async ({ runId: source, fromStep, budget }, tools) => {
    const owned = await ownRun(tools, source)
    if (isRejection(owned)) return owned
    const runId = derivedId(tools.context.commandId, 'run')
    const { organisation, workflow, plan, input } = owned.requested
    const { kind, id } = tools.context.actor
    const changed = await tools.create(workflowRun, runId, async () => {
      const version = await versionOf(tools.services, organisation, workflow)
      if (isRejection(version)) return version
      const refused = refusedJobs(version.definition, tools.context)
      if (refused !== undefined) return refused
      const recorded = recordedBefore(plan, owned.recorded, fromStep)
      if (recorded === undefined) return reject('INVALID_INPUT', `The run has no step ${fromStep}.`)
      if (budget === undefined && plan.steps.some((step) => step.kind === 'PROMPT'))
        return reject('WORKFLOW_INVALID', 'A workflow that asks models needs a budget.')
      const of = { runId, organisation, workflow, plan, input, by: { kind, id } }
      const fork = { runId: source, step: fromStep, recorded }
      const run = { ...of, fork, ...budgetOf(runId, budget) }
      return { command: { type: 'RequestRun', run } as const }
    })
    if (!('stream' in changed)) return changed
    return { answer: { runId, status: 'RUNNING' } satisfies BegunAnswer, changed }
  },
})
