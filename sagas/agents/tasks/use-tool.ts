import { toolOf } from '../../../commands/agents/tools/registry.ts'
import type { ToolOutcome } from '../../../commands/agents/tools/tool.ts'
import { refusal, useTool } from '../../../commands/agents/tools/use.ts'
import { keepJson, longestValue } from '../../../commands/agents/workflows/kept.ts'
import type { ToolUsed } from '../../../domain/agents/tasks/task-events.ts'
import type { ExistingTask } from '../../../domain/agents/tasks/task-state.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { actorOf } from './author.ts'
import { byOf, tell } from './tell.ts'

/** What an agent wants of a tool, as the so-many-th in a turn. */
export type Wanted = {
  readonly turn: number
  readonly round: number
  readonly tool: string
  readonly input: Json
  readonly budgetId: string
  /** Those that it was offered. */
  readonly offered: readonly string[]
}

const asked = async (
  tools: EffectTools,
  { taskId, organisation, requestedBy }: ExistingTask,
  { turn, round, tool, input, budgetId, offered }: Wanted,
): Promise<ToolOutcome<Json>> => {
  const { services, context } = tools
  if (!offered.includes(tool))
    return refusal('UNKNOWN_TOOL', `There is no tool ${tool} among yours.`)
  const commandId = derivedId(taskId, 'tool', `${turn}`, `${round}`)
  const outcome = await useTool(toolOf, tool, input, {
    ...{ services, organisation, budgetId, context: { ...context, commandId } },
    deed: `${taskId} turn ${turn} use ${round}`,
    actor: await actorOf(tools, requestedBy),
  })
  if (outcome.kind !== 'done') return outcome
  const { length } = JSON.stringify(outcome.output)
  return length > longestValue
    ? refusal('OUTPUT_TOO_LARGE', `It has ${length} characters.`)
    : outcome
}

/** Before a tool is asked again that may or may not have done what it was asked. */
const unsureMs = 2_000

/**
 * Has a tool do what the agent wants and writes down what came of it; or says for how long to wait. Safe to do again: the
 * tool does its deed once under the round's id, and what is written down already stays.
 */
export const useToolOnTask = async (
  tools: EffectTools,
  state: ExistingTask,
  wanted: Wanted,
): Promise<{ readonly waitMs: number } | undefined> => {
  const { services } = tools
  const { turn, round, tool, input } = wanted
  const outcome = await asked(tools, state, wanted)
  if (outcome.kind === 'waiting') return { waitMs: outcome.askAgainInMs }
  if (outcome.kind === 'unknown') return { waitMs: unsureMs }
  const came: ToolUsed['outcome'] =
    outcome.kind === 'done'
      ? { came: 'DONE', output: await keepJson(services, state.organisation, outcome.output) }
      : {
          came: 'REFUSED',
          code: outcome.code,
          detail: await services.vault.seal(state.organisation, outcome.message),
        }
  const kept = await keepJson(services, state.organisation, input)
  const used = { turn, round, tool, input: kept, outcome: came }
  await tell(tools, state, `tool ${round}`, { type: 'RecordToolUse', by: byOf(state), used })
  return undefined
}
