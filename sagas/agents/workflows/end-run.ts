import { keepJson } from '../../../commands/agents/workflows/kept.ts'
import { versionOf } from '../../../commands/agents/workflows/read-workflow.ts'
import { blockOf } from '../../../domain/agents/workflows/plan.ts'
import type { Ending, ExistingRun } from '../../../domain/agents/workflows/run.ts'
import { keysWithin, outputsOf } from '../../../domain/agents/workflows/scope.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { SubjectErased } from '../../../platform/vault/vault.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import type { WorkflowEffect } from './effects.ts'
import { note, runOf } from './run-of.ts'
import { scopeOf } from './scope-of.ts'
import { made } from './work.ts'

/** Writes down how the run ended, with what it came to. */
export const endRun = async (
  { runId, ending }: Extract<WorkflowEffect, { kind: 'endRun' }>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const run = await runOf(tools, runId)
  const whole = ending.outcome === 'COMPLETED' ? await withOutput(tools, run, ending) : ending
  const noted = await note(tools, runId, 'end', { type: 'EndRun', ...whole })
  if ('code' in noted) return { type: 'refused', code: noted.code, detail: '' }
  return succeeded({ outcome: noted.run.status }, noted.eventId)
}

const withOutput = async (
  { services }: EffectTools,
  run: ExistingRun,
  ending: Omit<Ending, 'output'>,
): Promise<Ending> => {
  const { plan, organisation, workflow } = run.requested
  const without = (code: string): Ending => ({ outcome: 'FAILED', compensation: 'NONE', code })
  try {
    const version = await versionOf(services, organisation, workflow)
    if (isRejection(version)) return without('ORGANISATION_CLOSED')
    const { output: wanted } = version.definition
    const all = wanted === undefined ? blockOf(plan) : []
    const keys = all.flatMap(({ key }) => keysWithin(plan, key))
    const scope = await scopeOf(
      services,
      run,
      undefined,
      wanted === undefined ? [] : [wanted],
      keys,
    )
    const output = wanted === undefined ? { value: outputsOf(scope) } : made(scope, wanted)
    if (!('value' in output)) return without('NOT_RESOLVED')
    return { ...ending, output: await keepJson(services, organisation, output.value) }
  } catch (error) {
    if (error instanceof SubjectErased) return without('ORGANISATION_CLOSED')
    throw error
  }
}
