import { openJson } from '../../../commands/agents/workflows/kept.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { loopsAround } from '../../../domain/agents/workflows/plan.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import { keysReferred, type Scope } from '../../../domain/agents/workflows/scope.ts'
import { iterationsOf, keyOfStep } from '../../../domain/agents/workflows/step-id.ts'
import type { Json } from '../../../domain/shared/json.ts'

/** All that these values refer to, as far as it is on record; `step` absent: when all is over. */
export const scopeOf = async (
  services: Services,
  { requested, recorded }: ExistingRun,
  step: string | undefined,
  values: readonly Json[],
  also: readonly string[] = [],
): Promise<Scope> => {
  const { plan, runId, organisation } = requested
  const wanted = new Set([...keysReferred(plan, values), ...also])
  const kept = Object.entries(recorded).flatMap(([id, { output }]) =>
    output !== undefined && wanted.has(keyOfStep(id)) ? [{ id, output }] : [],
  )
  const outputs = new Map<string, Json>()
  for (const { id, output } of kept) {
    const value = await openJson(services, output)
    if (value !== undefined) outputs.set(id, value)
  }
  const input = (await openJson(services, requested.input)) ?? {}
  const key = step === undefined ? undefined : keyOfStep(step)
  const iterations = step === undefined ? [] : iterationsOf(step)
  const around = key === undefined ? [] : loopsAround(plan, key)
  // A loop that is decided about has an iteration of its own.
  const loops = key !== undefined && iterations.length > around.length ? [...around, key] : around
  const run = { id: runId, organisation }
  return { plan, input, run, recorded, outputs, iterations, loops }
}
