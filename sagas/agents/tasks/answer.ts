import { complete } from '../../../commands/agents/calls/complete.ts'
import { toolOf } from '../../../commands/agents/tools/registry.ts'
import type { Tool } from '../../../commands/agents/tools/tool.ts'
import { load } from '../../../commands/shared/load.ts'
import type { ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import { agentTask, type TaskWork } from '../../../domain/agents/prompts/agent-task.ts'
import { isAsking, isOver, type ExistingTask } from '../../../domain/agents/tasks/task-state.ts'
import { mostToolUses, task } from '../../../domain/agents/tasks/task.ts'
import { Json } from '../../../domain/shared/json.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import type { EffectTools } from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import { deliver } from './deliver.ts'
import { askFor, fail } from './tell.ts'
import { useToolOnTask } from './use-tool.ts'
import { variablesOf } from './variables.ts'

/** Of one answer; what an agent writes itself is in it. */
const maxOutputTokens = 4000

/** An agent that has used so many tools in a turn has to say what came of it. */
const mostRounds = 12

/** A turn of an agent at a task, with the budget that it may spend. */
export type Turn = {
  readonly turn: number
  readonly worker: ExistingAgent
  readonly budgetId: string
}

type Came = { readonly waitMs: number } | undefined

/** The tools that the agent has, as long as more may be used. */
const offeredTo = (
  { profile }: ExistingAgent,
  state: ExistingTask,
  round: number,
): readonly Tool[] =>
  round > mostRounds || state.toolUses.length >= mostToolUses
    ? []
    : profile.tools.flatMap((name) => {
        const tool = toolOf(name)
        return tool === undefined ? [] : [tool]
      })

/**
 * From what is on the task to an end or a question: the model is asked, and whatever tool it wants is used and written
 * down, until it says what came of it. Says for how long to wait where a tool does.
 */
export const answer = async (
  tools: EffectTools,
  { taskId }: ExistingTask,
  turn: Turn,
): Promise<Came> => {
  const { eventStore, foldCache } = tools.services
  for (;;) {
    const { state } = await load(eventStore, foldCache, task, taskId)
    if (state.kind === 'absent' || isOver(state) || isAsking(state)) return undefined
    const round = 1 + state.toolUses.filter((use) => use.turn === turn.turn).length
    const offered = offeredTo(turn.worker, state, round)
    const said = await asked(tools, state, turn, offered)
    if (said === undefined) return undefined
    if (said.outcome !== 'USE_TOOL') {
      await deliver(tools, state, said)
      return undefined
    }
    if (offered.length === 0) {
      await fail(tools, state, 'MODEL_ANSWER_INVALID', 'It wants a tool, and may use none now.')
      return undefined
    }
    const waits = await useToolOnTask(tools, state, {
      ...{ turn: turn.turn, round, tool: said.tool, input: Json.parse(said.input) },
      ...{ budgetId: turn.budgetId, offered: offered.map(({ name }) => name) },
    })
    if (waits !== undefined) return waits
  }
}

/** What the model says; nothing where that became a state of the task. */
const asked = async (
  tools: EffectTools,
  state: ExistingTask,
  { turn, worker, budgetId }: Turn,
  offered: readonly Tool[],
): Promise<TaskWork | undefined> => {
  const { services, context } = tools
  const variables = await variablesOf(services, worker, state, offered)
  // Another question is another call: the agent may have been configured since the turn began.
  const question = inputHashOf(services.secrets.inputHashKey, 'agent.task', variables)
  const called = await complete(services, {
    callId: derivedId(state.taskId, 'call', `${turn}`, question),
    ...{ organisation: state.organisation, context, budgetId, variables, maxOutputTokens },
    prompt: agentTask,
    policy: worker.profile.modelPolicy,
  })
  switch (called.kind) {
    case 'unavailable':
      throw new TryAgain('no model answers now')
    case 'refused':
      await (['BUDGET_EXCEEDED', 'BUDGET_NOT_OPEN'].includes(called.code)
        ? askFor(tools, state, called.code, called.message)
        : fail(tools, state, called.code, called.message))
      return undefined
    case 'completed':
      return called.answer
    default:
      return exhausted(called)
  }
}
