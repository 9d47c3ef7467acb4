import { z } from 'zod'
import { category } from '../../../domain/agents/tasks/task.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { waitMs } from '../workflows/pause.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type AgentTaskEffect =
  /** One turn: from what was said last to an end, or to a question. */
  | { readonly kind: 'work'; readonly taskId: string; readonly turn: number }
  /** What is left of the budget that a turn had for itself goes back. */
  | { readonly kind: 'closeBudget'; readonly budgetId: string }

type State = {
  readonly taskId: string
  readonly turn: number
  /** Effects that have no outcome yet. */
  readonly open: number
  /** How often the turn under way has waited for its tool. */
  readonly waited: number
  /** How the task has ended, once it has. */
  readonly end?: string
}

const ends: Readonly<Record<string, string>> = {
  TaskCompleted: 'COMPLETED',
  TaskFailed: 'FAILED',
  TaskCanceled: 'CANCELED',
  TaskRejected: 'REJECTED',
}
const OfTask = z.object({ taskId: z.string() })
const Worked = z.object({
  budgetId: z.string().exactOptional(),
  /** A tool of the turn waits for something: it is gone on with then. */
  waits: z.strictObject({ turn: z.int().min(1), ms: z.int().min(1) }).exactOptional(),
})

/** A turn that waits has a timer of its own. */
const timerOf = (turn: number): string => `turn ${turn}`
const turnOf = (timer: string): number => Number(timer.slice('turn '.length))

const workedOf = (message: Extract<SagaMessage, { type: 'succeeded' }>): z.output<typeof Worked> =>
  message.kind === 'work' ? Worked.parse(message.result) : {}

const evolve: Saga<State, AgentTaskEffect>['evolve'] = (state, message) => {
  switch (message.type) {
    case 'input': {
      const end = ends[message.input.type]
      if (end !== undefined) return { ...state, end }
      const { taskId } = OfTask.parse(message.input.data)
      return { ...state, taskId, turn: state.turn + 1, open: state.open + 1, waited: 0 }
    }
    case 'succeeded': {
      const { budgetId, waits } = workedOf(message)
      if (waits !== undefined) return { ...state, waited: state.waited + 1 }
      return budgetId === undefined ? { ...state, open: state.open - 1 } : state
    }
    case 'refused':
      return { ...state, open: state.open - 1 }
    case 'unknown':
    case 'timer':
      return state
  }
}

const endOf = ({ open, end }: State): readonly SagaAction<AgentTaskEffect>[] =>
  open === 0 && end !== undefined ? [{ do: 'end', outcome: end }] : []

/**
 * An agent works on a task that was given to it: a turn for its instruction, and one for every answer to what it asks. A
 * turn that has begun is gone through with, whoever cancels the task: so whatever it held is given back.
 */
export const agentTaskSaga: Saga<State, AgentTaskEffect> = {
  name: 'agentTask',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    TaskSubmitted: { starts: 'taskId', where: { 'assignee.kind': 'AGENT' } },
    TaskInputProvided: { continues: 'taskId' },
    TaskCompleted: { continues: 'taskId' },
    TaskFailed: { continues: 'taskId' },
    TaskCanceled: { continues: 'taskId' },
    TaskRejected: { continues: 'taskId' },
  },
  // Whoever was asked may take their time.
  mayRest: true,
  initial: { taskId: '', turn: 0, open: 0, waited: 0 },
  evolve,
  decide: (message, before, now) => {
    const state = evolve(before, message)
    switch (message.type) {
      case 'input': {
        const { taskId, turn } = state
        return message.input.type in ends
          ? endOf(state)
          : [{ do: 'request', effect: { kind: 'work', taskId, turn } }]
      }
      case 'succeeded': {
        const { budgetId, waits } = workedOf(message)
        if (waits !== undefined) {
          const dueAt = instantOf(msOf(now) + waitMs(waits.ms, state.waited))
          return [{ do: 'schedule', name: timerOf(waits.turn), dueAt }]
        }
        return budgetId === undefined
          ? endOf(state)
          : [{ do: 'request', effect: { kind: 'closeBudget', budgetId } }]
      }
      case 'refused':
        return endOf(state)
      case 'timer': {
        const { taskId } = state
        return [{ do: 'request', effect: { kind: 'work', taskId, turn: turnOf(message.name) } }]
      }
      case 'unknown':
        return []
    }
  },
}
