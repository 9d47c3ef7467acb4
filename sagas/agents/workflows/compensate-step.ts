import type { ToolOf } from '../../../commands/agents/tools/use.ts'
import { versionOf } from '../../../commands/agents/workflows/read-workflow.ts'
import { allSteps } from '../../../domain/agents/workflows/plan.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import { keyOfStep } from '../../../domain/agents/workflows/step-id.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import type { CompensationResult, WorkflowEffect } from './effects.ts'
import { note, runOf, type OfStep } from './run-of.ts'
import { scopeOf } from './scope-of.ts'
import { refused, useTool, type WorkOutcome } from './work.ts'

const askAgainInMs = 5_000

/** Takes back what a step did, once; what cannot be taken back in the last attempt is on record as that. */
export const compensateStep =
  (toolOf: ToolOf) =>
  async (
    effect: Extract<WorkflowEffect, { kind: 'compensateStep' }>,
    tools: EffectTools,
  ): Promise<EffectOutcome> => {
    const { runId, step, last } = effect
    const run = await runOf(tools, runId)
    const known = run.compensated[step]
    if (known !== undefined) return came({ came: known })
    const outcome = await reversed(tools, toolOf, run, effect)
    switch (outcome.came) {
      case 'DONE':
        return noted(tools, effect, { outcome: 'DONE' })
      case 'REFUSED': {
        const { code } = outcome
        return last
          ? noted(tools, effect, { outcome: 'FAILED', code })
          : came({ came: 'REFUSED', code })
      }
      case 'WAITING':
        return came({ came: 'WAITING', askAgainInMs: outcome.askAgainInMs })
      case 'UNKNOWN':
      case 'AWAITING':
        return came({ came: 'WAITING', askAgainInMs })
      default:
        return exhausted(outcome)
    }
  }

const came = (result: CompensationResult, eventId?: string) => succeeded(result, eventId)

const noted = async (
  tools: EffectTools,
  { runId, step, attempt }: OfStep,
  how: { readonly outcome: 'DONE' | 'FAILED'; readonly code?: string },
): Promise<EffectOutcome> => {
  const command = { type: 'NoteCompensation', step, attempt, ...how } as const
  const written = await note(tools, runId, `${step} compensated`, command)
  return came({ came: how.outcome }, 'run' in written ? written.eventId : undefined)
}

const reversed = async (
  tools: EffectTools,
  toolOf: ToolOf,
  run: ExistingRun,
  { step: id, attempt }: OfStep,
): Promise<WorkOutcome> => {
  const { organisation, workflow } = run.requested
  const version = await versionOf(tools.services, organisation, workflow)
  if (isRejection(version)) return refused('ORGANISATION_CLOSED', version.detail)
  const step = allSteps(version.definition.steps).find(({ key }) => key === keyOfStep(id))
  const call = step !== undefined && 'compensate' in step ? step.compensate : undefined
  if (call === undefined) throw new Error(`nothing takes ${id} back`)
  const scope = await scopeOf(tools.services, run, id, [call.input])
  return useTool(tools, toolOf, run, `${id}~undo~${attempt}`, call, scope)
}
