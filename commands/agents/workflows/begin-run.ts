import { z } from 'zod'
import type { Definition } from '../../../domain/agents/workflows/definition.ts'
import { workflowRun, type RunCommand } from '../../../domain/agents/workflows/run.ts'
import type { RunBudget, RunRequested } from '../../../domain/agents/workflows/run-events.ts'
import { jsonObject, type JsonObject } from '../../../domain/shared/json.ts'
import { Money } from '../../../domain/shared/money.ts'
import { isRejection, reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { Services } from '../../shared/services.ts'
import { refusedJobs } from './jobs-within.ts'
import { keepJson, longestValue } from './kept.ts'
import { versionOf, WorkflowWish } from './read-workflow.ts'
import { refusedInput } from './run-input.ts'

export type BegunAnswer = { readonly runId: string; readonly status: 'RUNNING' }

export type RunWish = {
  readonly runId: string
  readonly organisation: string
  readonly workflow: WorkflowWish
  readonly input: JsonObject
  readonly by: RunRequested['by']
  readonly budget?: RunBudget
  readonly parent?: NonNullable<RunRequested['parent']>
}

/** The wish for a run, its version pinned and its input kept; or why it cannot be. */
export const runWish = async (
  services: Services,
  { workflow, input, ...wish }: RunWish,
  refusal: (definition: Definition) => Rejection | undefined = () => undefined,
): Promise<{ readonly command: RunCommand } | Rejection> => {
  const { organisation, budget, parent } = wish
  const version = await versionOf(services, organisation, workflow)
  if (isRejection(version)) return version
  const { ref, definition, plan, retired } = version
  if (retired && parent === undefined)
    return reject('WORKFLOW_INVALID', 'The workflow is retired: nothing more is begun of it.')
  const refused = refusal(definition) ?? refusedInput(definition, input)
  if (refused !== undefined) return refused
  if (budget === undefined && plan.steps.some(({ kind }) => kind === 'PROMPT'))
    return reject('WORKFLOW_INVALID', 'A workflow that asks models needs a budget.')
  const kept = await keepJson(services, organisation, input)
  return {
    command: { type: 'RequestRun', run: { ...wish, workflow: ref, plan, input: kept } },
  }
}

/** A run's own budget has an id that follows from the run's. */
export const budgetOf = (
  runId: string,
  limit: Money | undefined,
): { readonly budget?: RunBudget } =>
  limit === undefined ? {} : { budget: { budgetId: derivedId(runId, 'budget'), limit } }

/** Begins a run of a workflow, in the version that it has now or the one that is named. */
export const beginRun = defineCommand({
  name: 'workflow-runs.begin',
  input: z.strictObject({
    workflow: WorkflowWish,
    input: jsonObject(longestValue).default({}),
    budget: Money.exactOptional(),
  }),
  scope: 'agents:write',
  run: async ({ workflow, input, budget }, tools) => {
    const { organisation, actor, commandId } = tools.context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'Workflows run for an organisation; act for one.')
    const runId = derivedId(commandId, 'run')
    const { kind, id } = actor
    const of = { runId, organisation, by: { kind, id } }
    const changed = await tools.create(workflowRun, runId, () =>
      runWish(
        tools.services,
        { ...of, workflow, input, ...budgetOf(runId, budget) },
        (definition) => refusedJobs(definition, tools.context),
      ),
    )
    if (!('stream' in changed)) return changed
    return { answer: { runId, status: 'RUNNING' } satisfies BegunAnswer, changed }
  },
})
