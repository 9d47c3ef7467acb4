import type { ToolCall } from '../../../domain/agents/workflows/definition.ts'
import type { Tool } from '../../../commands/agents/tools/tool.ts'
import type { ExistingRun } from '../../../domain/agents/workflows/run.ts'
import type { Recorded } from '../../../domain/agents/workflows/run-events.ts'
import { missingIn, resolved, type Scope } from '../../../domain/agents/workflows/scope.ts'
import { Json } from '../../../domain/shared/json.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { budgetIdOf, contextOf } from './run-of.ts'

/** What came of performing a step, or of taking one back. */
export type WorkOutcome =
  | { readonly came: 'DONE'; readonly output?: Json; readonly decided?: Omit<Recorded, 'output'> }
  | { readonly came: 'WAITING'; readonly askAgainInMs: number }
  | { readonly came: 'AWAITING' }
  | { readonly came: 'UNKNOWN' }
  | { readonly came: 'REFUSED'; readonly code: string; readonly detail: string }

export const refused = (code: string, detail: string): WorkOutcome => ({
  came: 'REFUSED',
  // Whoever refuses has a code; one that is none is not passed on.
  code: /^[A-Z][A-Z0-9_]{0,99}$/.test(code) ? code : 'REFUSED',
  detail: detail.slice(0, 2_000),
})

/** The value with what it refers to, or why there is none. */
export const made = (scope: Scope, value: Json): { readonly value: Json } | WorkOutcome => {
  const missing = missingIn(scope, value)
  return missing.length === 0
    ? { value: resolved(scope, value) }
    : refused('NOT_RESOLVED', `There is nothing at ${missing.join(', ')}.`)
}

/** The tool of a name. */
export type ToolOf = (name: string) => Tool | undefined

/** Has a tool do its work for whoever asked for the run; what it gives must have the tool's own form. */
export const useTool = async (
  tools: EffectTools,
  toolOf: ToolOf,
  run: ExistingRun,
  stepKey: string,
  { tool: name, input }: ToolCall,
  scope: Scope,
): Promise<WorkOutcome> => {
  const tool = toolOf(name)
  if (tool === undefined) return refused('UNKNOWN_TOOL', `There is no tool ${name}.`)
  const given = made(scope, input)
  if (!('value' in given)) return given
  const checked = tool.input.safeParse(given.value)
  if (!checked.success) return refused('INVALID_INPUT', checked.error.message)
  const { runId, organisation, by: actor } = run.requested
  const outcome = await tool.run(given.value, {
    services: tools.services,
    context: contextOf(tools, runId, stepKey, 'tool'),
    ...{ organisation, actor, runId, stepKey, budgetId: budgetIdOf(run) },
  })
  switch (outcome.kind) {
    case 'done': {
      const output = tool.output.pipe(Json).safeParse(outcome.output)
      return output.success
        ? { came: 'DONE', output: output.data }
        : refused('INVALID_OUTPUT', output.error.message)
    }
    case 'waiting':
      return { came: 'WAITING', askAgainInMs: Math.max(1, Math.ceil(outcome.askAgainInMs)) }
    case 'refused':
      return refused(outcome.code, outcome.message)
    case 'unknown':
      return { came: 'UNKNOWN' }
  }
}
