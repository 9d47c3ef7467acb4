import { z } from 'zod'
import { workflowRun } from '../../../domain/agents/workflows/run.ts'
import { Money } from '../../../domain/shared/money.ts'
import { reject } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import { cardOf } from '../tools/card.ts'
import { tools as offered } from '../tools/registry.ts'
import { budgetOf, runWish } from '../workflows/begin-run.ts'
import { refusedJobs } from '../workflows/jobs-within.ts'

/**
 * Begins the workflow that makes a workflow of what somebody wants. The tools that there are go into its input, so that
 * it asks the same when it is repeated.
 */
export const beginIntent = defineCommand({
  name: 'intents.begin',
  input: z.strictObject({
    text: z.string().trim().min(1).max(4_000),
    /** For models: held at once. */
    budget: Money,
    /** For devices: the most that all jobs may cost together. */
    runBudget: Money,
  }),
  scope: 'agents:write',
  run: async ({ text, budget, runBudget }, tools) => {
    const { context, services, create } = tools
    const { organisation, commandId, actor } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'Intents are carried out for an organisation; act for one.')
    const runId = derivedId(commandId, 'intent')
    const changed = await create(workflowRun, runId, () =>
      runWish(
        services,
        {
          ...{ runId, organisation, by: { kind: actor.kind, id: actor.id } },
          workflow: { name: 'intent', version: 1 },
          input: { text, runBudget, tools: offered.map(cardOf) },
          ...budgetOf(runId, budget),
        },
        (definition) => refusedJobs(definition, context),
      ),
    )
    return 'stream' in changed
      ? { answer: { runId, status: 'RUNNING' as const }, changed }
      : changed
  },
})
