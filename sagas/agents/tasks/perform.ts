import { complete } from '../../../commands/agents/calls/complete.ts'
import { keepArtifact } from '../../../commands/agents/tasks/artifacts.ts'
import { load } from '../../../commands/shared/load.ts'
import type { CommandContext } from '../../../commands/shared/context.ts'
import { agent, type ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import { agentTask, type TaskWork } from '../../../domain/agents/prompts/agent-task.ts'
import { isAsking, isOver, type ExistingTask } from '../../../domain/agents/tasks/task-state.ts'
import { task, type TaskCommand } from '../../../domain/agents/tasks/task.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../../runtime/effects.ts'
import { TryAgain } from '../../runtime/outage.ts'
import type { AgentTaskEffect } from './agent-task.ts'
import { closeOwnBudget, openOwnBudget } from './own-budget.ts'
import { variablesOf } from './variables.ts'

/** Of one answer; what an agent brings forth is in it. */
const maxOutputTokens = 4000

/** One thing that a turn does to its task, under an id of its own: done again, it is done. */
const tell = async (
  tools: EffectTools,
  { taskId }: ExistingTask,
  step: string,
  command: TaskCommand,
): Promise<void> => {
  const context: CommandContext = {
    ...tools.context,
    commandId: derivedId(tools.context.commandId, step),
  }
  const outcome = await changeAs({ ...tools, context }, task, taskId, command)
  // It was cancelled meanwhile: there is nobody to tell.
  if (outcome.type === 'refused' && outcome.code !== 'TASK_ALREADY_TERMINAL')
    throw new Error(`${command.type}: ${outcome.code} ${outcome.detail}`)
}

/** A turn of a task: whatever stands in its way becomes a state of the task. Safe to do again, from any point. */
export const performAgentTaskEffects: Performers<AgentTaskEffect> = {
  work: async ({ taskId, turn }, tools) => {
    const { eventStore, foldCache } = tools.services
    const { state } = await load(eventStore, foldCache, task, taskId)
    if (state.kind === 'absent' || state.assignee.kind !== 'AGENT')
      return { type: 'refused', code: 'NOT_FOUND', detail: 'There is no such task of an agent.' }
    const ownBudget =
      state.budgetId === undefined ? derivedId(taskId, 'budget', `${turn}`) : undefined
    const done = succeeded(ownBudget === undefined ? {} : { budgetId: ownBudget })
    // Its requester has answered what this turn has asked: the next one is under way.
    const isPast = state.messages.filter(({ from }) => from === 'REQUESTER').length > turn
    if (isPast || isOver(state) || isAsking(state)) return done
    const { state: worker } = await load(eventStore, foldCache, agent, state.assignee.agentId)
    if (worker.kind === 'absent' || worker.status === 'RETIRED') {
      await fail(tools, state, 'AGENT_RETIRED', 'The agent is retired.')
      return done
    }
    if (worker.status === 'PAUSED') {
      await askFor(
        tools,
        state,
        'AGENT_PAUSED',
        'The agent is paused. Resume it, then answer here.',
      )
      return done
    }
    await tell(tools, state, 'start', { type: 'StartTask', by: byOf(state) })
    const opened =
      ownBudget === undefined
        ? ({ kind: 'opened', budgetId: state.budgetId ?? '' } as const)
        : await openOwnBudget(tools, ownBudget, worker, state.requestedBy)
    if (opened.kind === 'refused') await askFor(tools, state, opened.code, opened.message)
    else await answer(tools, state, turn, worker, opened.budgetId)
    return done
  },
  closeBudget: ({ budgetId }, tools): Promise<EffectOutcome> => closeOwnBudget(tools, budgetId),
}

const byOf = ({ assignee }: ExistingTask) =>
  ({ kind: 'AGENT', agentId: assignee.kind === 'AGENT' ? assignee.agentId : '' }) as const

const messageOf = async (tools: EffectTools, { organisation }: ExistingTask, text: string) => ({
  messageId: derivedId(tools.context.commandId, 'message'),
  text: await tools.services.vault.seal(organisation, text),
})

/** The requester has to allow or to pay for something; their answer begins another turn. */
const askFor = async (
  tools: EffectTools,
  state: ExistingTask,
  code: string,
  detail: string,
): Promise<void> => {
  const question = await messageOf(tools, state, detail)
  const command = { type: 'AskForAuthorisation', by: byOf(state), code, question } as const
  await tell(tools, state, 'ask', command)
}

const fail = async (
  { services, ...tools }: EffectTools,
  state: ExistingTask,
  code: string,
  why: string,
): Promise<void> => {
  const detail = await services.vault.seal(state.organisation, why)
  const command = { type: 'FailTask', by: byOf(state), code, detail } as const
  await tell({ services, ...tools }, state, 'fail', command)
}

const answer = async (
  tools: EffectTools,
  state: ExistingTask,
  turn: number,
  worker: ExistingAgent,
  budgetId: string,
): Promise<void> => {
  const { services, context } = tools
  const variables = await variablesOf(services, worker, state)
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
      return ['BUDGET_EXCEEDED', 'BUDGET_NOT_OPEN'].includes(called.code)
        ? askFor(tools, state, called.code, called.message)
        : fail(tools, state, called.code, called.message)
    case 'completed':
      return deliver(tools, state, called.answer)
    default:
      return exhausted(called)
  }
}

/** What the agent said, put on the task. */
const deliver = async (
  tools: EffectTools,
  state: ExistingTask,
  { outcome, message, artifacts }: TaskWork,
): Promise<void> => {
  const { services } = tools
  const by = byOf(state)
  for (const [n, made] of artifacts.entries()) {
    const artifact = await keepArtifact(services, state, made)
    await tell(tools, state, `artifact ${n}`, { type: 'AddArtifact', by, artifact })
  }
  switch (outcome) {
    case 'COMPLETED': {
      const said = await services.vault.seal(state.organisation, message)
      return tell(tools, state, 'end', { type: 'CompleteTask', by, answer: said })
    }
    case 'INPUT_REQUIRED': {
      const question = await messageOf(tools, state, message)
      return tell(tools, state, 'end', { type: 'AskForInput', by, question })
    }
    case 'REJECTED': {
      const reason = await services.vault.seal(state.organisation, message)
      return tell(tools, state, 'end', { type: 'RejectTask', by, reason })
    }
    default:
      return exhausted(outcome)
  }
}
