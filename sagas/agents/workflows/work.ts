import type { ToolCall } from '../../../domain/agents/workflows/definition.ts'
import { refusal, useTool as use, type ToolOf } from '../../../commands/agents/tools/use.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Recorded } from '../../../domain/agents/workflows/run-events.ts'
import { missingIn, resolved, type Scope } from '../../../domain/agents/workflows/scope.ts'
import type { Json } from '../../../domain/shared/json.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { budgetIdOf, contextOf } from './run-of.ts'

/** What came of performing a step, or of taking one back. */
export type WorkOutcome =
  | { readonly came: 'DONE'; readonly output?: Json; readonly decided?: Omit<Recorded, 'output'> }
  | { readonly came: 'WAITING'; readonly askAgainInMs: number }
  | { readonly came: 'AWAITING' }
  | { readonly came: 'UNKNOWN' }
  | { readonly came: 'REFUSED'; readonly code: string; readonly detail: string }

export const refused = (why: string, detail: string): WorkOutcome => {
  const { code, message } = refusal(why, detail)
  return { came: 'REFUSED', code, detail: message }
}

/** The value with what it refers to, or why there is none. */
export const made = (scope: Scope, value: Json): { readonly value: Json } | WorkOutcome => {
  const missing = missingIn(scope, value)
  return missing.length === 0
    ? { value: resolved(scope, value) }
    : refused('NOT_RESOLVED', `There is nothing at ${missing.join(', ')}.`)
}

/** Has a tool do its work for whoever asked for the run. */
export const useTool = async (
  tools: EffectTools,
  toolOf: ToolOf,
  run: ExistingRun,
  stepKey: string,
  { tool: name, input }: ToolCall,
  scope: Scope,
): Promise<WorkOutcome> => {
  const given = made(scope, input)
  if (!('value' in given)) return given
  const { runId, organisation, by: actor } = run.requested
  const outcome = await use(toolOf, name, given.value, {
    services: tools.services,
    context: contextOf(tools, runId, stepKey, 'tool'),
    deed: `${runId} ${stepKey}`,
    ...{ organisation, actor, budgetId: budgetIdOf(run) },
  })
  switch (outcome.kind) {
    case 'done':
      return { came: 'DONE', output: outcome.output }
    case 'waiting':
      return { came: 'WAITING', askAgainInMs: outcome.askAgainInMs }
    case 'refused':
      return refused(outcome.code, outcome.message)
    case 'unknown':
      return { came: 'UNKNOWN' }
  }
}
