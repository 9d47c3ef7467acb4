import { load } from '../../../commands/shared/load.ts'
import { agent } from '../../../domain/agents/agents/agent.ts'
import { isAsking, isOver } from '../../../domain/agents/tasks/task-state.ts'
import { task } from '../../../domain/agents/tasks/task.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { succeeded, type EffectOutcome, type Performers } from '../../runtime/effects.ts'
import type { AgentTaskEffect } from './agent-task.ts'
import { answer } from './answer.ts'
import { closeOwnBudget, openOwnBudget } from './own-budget.ts'
import { askFor, byOf, fail, tell } from './tell.ts'

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
    else {
      const { budgetId } = opened
      const waits = await answer(tools, state, { turn, worker, budgetId })
      if (waits !== undefined) return succeeded({ waits: { turn, ms: waits.waitMs } })
    }
    return done
  },
  closeBudget: ({ budgetId }, tools): Promise<EffectOutcome> => closeOwnBudget(tools, budgetId),
}
