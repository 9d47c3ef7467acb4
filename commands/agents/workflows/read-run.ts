import { z } from 'zod'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import { runStatuses, workflowRun } from '../../../domain/agents/workflows/run.ts'
import { StepId } from '../../../domain/agents/workflows/step-id.ts'
import { WorkflowRef } from '../../../domain/agents/workflows/values.ts'
import type { Kept } from '../../../domain/agents/workflows/kept.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { openJson } from './kept.ts'

export const RunView = z.strictObject({
  runId: Id,
  workflow: WorkflowRef,
  status: z.enum(runStatuses),
  input: z.unknown(),
  output: z.unknown().optional(),
  /** Why it did not complete. */
  code: z.string().max(100).exactOptional(),
  budgetId: Id.exactOptional(),
  forkOf: z.strictObject({ runId: Id, step: StepId }).exactOptional(),
  /** What is on record of the steps: what each came to, in this run or in the one that it is a fork of. */
  steps: z
    .array(
      z.strictObject({
        step: StepId,
        output: z.unknown().optional(),
        branch: z.enum(['then', 'else']).exactOptional(),
        goesOn: z.boolean().exactOptional(),
        reused: z.boolean(),
      }),
    )
    .max(10_000),
})
export type RunView = z.output<typeof RunView>

/** A run of the caller's organisation as it is now, with what its steps came to in clear. */
export const readRun = async (
  services: Services,
  context: CommandContext,
  runId: string,
): Promise<ReadOutcome<RunView>> => {
  const outcome = await readAggregate(
    ...([services, context, 'agents:read', workflowRun, runId] as const),
    (state) =>
      state.kind === 'existing' && actsFor(context, state.requested.organisation)
        ? state
        : notFound('run'),
  )
  return outcome.kind === 'failed'
    ? outcome
    : { ...outcome, view: await shown(services, outcome.view) }
}

const shown = async (services: Services, run: ExistingRun): Promise<RunView> => {
  const { requested, status, recorded, code } = run
  const { runId, workflow, input, budget, fork } = requested
  const opened = async (kept: Kept | undefined): Promise<{ readonly output?: Json }> => {
    const output = kept === undefined ? undefined : await openJson(services, kept)
    return output === undefined ? {} : { output }
  }
  const steps = await Promise.all(
    Object.entries(recorded).map(async ([step, { output, ...decided }]) => ({
      ...{ step, ...decided, ...(await opened(output)) },
      reused: Object.hasOwn(fork?.recorded ?? {}, step),
    })),
  )
  return {
    ...{ runId, workflow, status, steps },
    input: (await openJson(services, input)) ?? null,
    ...(await opened(run.output)),
    ...(code === undefined ? {} : { code }),
    ...(budget === undefined ? {} : { budgetId: budget.budgetId }),
    ...(fork === undefined ? {} : { forkOf: { runId: fork.runId, step: fork.step } }),
  }
}
