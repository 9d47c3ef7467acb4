import { runWish } from '../../../commands/agents/workflows/begin-run.ts'
import { openJson } from '../../../commands/agents/workflows/kept.ts'
import { change } from '../../../commands/shared/change.ts'
import { load } from '../../../commands/shared/load.ts'
import type { Step } from '../../../domain/agents/workflows/definition.ts'
import { hasEnded, workflowRun, type ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Scope } from '../../../domain/agents/workflows/scope.ts'
import { WorkflowRef } from '../../../domain/agents/workflows/values.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import { contextOf, stepKeyOf, type OfStep } from './run-of.ts'
import { made, refused, type WorkOutcome } from './work.ts'

/** A workflow may name another that names it: they end somewhere. */
const deepest = 8

export const runIdWithin = (of: OfStep): string => derivedId(of.runId, stepKeyOf(of), 'run')

/** Has another workflow run within this one, out of the same budget, and waits for its end. */
export const runWithin = async (
  tools: EffectTools,
  run: ExistingRun,
  of: OfStep,
  step: Extract<Step, { kind: 'SUBWORKFLOW' }>,
  scope: Scope,
): Promise<WorkOutcome> => {
  const { services } = tools
  const runId = runIdWithin(of)
  const { state } = await load(services.eventStore, services.foldCache, workflowRun, runId)
  if (state.kind === 'existing')
    return hasEnded(state) ? whatCame(tools, state) : { came: 'AWAITING' }
  const named = made(scope, step.workflow)
  if (!('value' in named)) return named
  const workflow = WorkflowRef.safeParse(named.value)
  if (!workflow.success) return refused('INVALID_INPUT', 'This names no version of a workflow.')
  const input = made(scope, step.input)
  if (!('value' in input)) return input
  const { organisation, by, budget, parent } = run.requested
  const depth = (parent?.depth ?? 0) + 1
  if (depth > deepest) return refused('TOO_DEEP', `Runs are ${deepest} deep at most.`)
  const wish = await runWish(services, {
    ...{ runId, organisation, by, workflow: workflow.data },
    // A map stays one.
    input: input.value as Readonly<Record<string, typeof input.value>>,
    parent: { runId: of.runId, step: of.step, attempt: of.attempt, depth },
    ...(budget === undefined ? {} : { budget: { budgetId: budget.budgetId } }),
  })
  if (isRejection(wish)) return refused(wish.rejected, wish.detail)
  const hash = inputHashOf(services.secrets.inputHashKey, 'workflowRun.RequestRun', runId)
  const context = contextOf(tools, runId, 'request')
  const changed = await change(services, context, hash, workflowRun, runId, wish.command)
  if ('rejected' in changed) return refused(changed.rejected, changed.detail)
  if (!('stream' in changed)) throw new TryAgain(changed.detail)
  return { came: 'AWAITING' }
}

const whatCame = async (
  { services }: EffectTools,
  { status, output, code }: ExistingRun,
): Promise<WorkOutcome> => {
  if (status !== 'COMPLETED')
    return refused(code ?? `RUN_${status}`, `The run within this one is ${status}.`)
  const value = output === undefined ? undefined : await openJson(services, output)
  return { came: 'DONE', output: value ?? null }
}
