import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { mayWorkOn, type Assignee, type Requester, type Worker } from './parties.ts'
import {
  definitions,
  type Artifact,
  type TaskEvent,
  type TaskMessage,
  type ToolUsed,
} from './task-events.ts'
import { evolve, initial, isAsking, isOver, type ExistingTask, type Task } from './task-state.ts'

/** Something that somebody wants done by an agent or a person, in the states of the Agent2Agent protocol. */
export const category = 'task'

/** What one task says and brings forth at most. */
export const mostMessages = 100
export const mostArtifacts = 50
export const mostToolUses = 100

// Commands. Texts come sealed under the organisation's key.
type Said = Omit<TaskMessage, 'from'>
export type TaskCommand =
  | {
      readonly type: 'SubmitTask'
      readonly taskId: string
      readonly organisation: string
      readonly contextId: string
      readonly requestedBy: Requester
      readonly assignee: Assignee
      readonly approval: boolean
      readonly instruction: Said
      readonly runId?: string
      readonly stepKey?: string
      readonly budgetId?: string
    }
  | { readonly type: 'StartTask'; readonly by: Worker }
  | { readonly type: 'AskForInput'; readonly by: Worker; readonly question: Said }
  | {
      readonly type: 'AskForAuthorisation'
      readonly by: Worker
      readonly code: string
      readonly question: Said
    }
  | { readonly type: 'ProvideInput'; readonly message: Said }
  | { readonly type: 'AddArtifact'; readonly by: Worker; readonly artifact: Artifact }
  | { readonly type: 'RecordToolUse'; readonly by: Worker; readonly used: ToolUsed }
  | { readonly type: 'CompleteTask'; readonly by: Worker; readonly answer?: string }
  | { readonly type: 'ApproveTask'; readonly by: Worker; readonly answer?: string }
  | {
      readonly type: 'FailTask'
      readonly by: Worker
      readonly code: string
      readonly detail?: string
    }
  | { readonly type: 'RejectTask'; readonly by: Worker; readonly reason?: string }
  | { readonly type: 'CancelTask' }

export const decide = (
  command: TaskCommand,
  state: Task,
  { now: at, actor }: DecisionMeta,
): Decision<TaskEvent> => {
  if (command.type === 'SubmitTask') {
    if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This task was submitted already.')
    const { type: _, instruction, ...wanted } = command
    if (wanted.approval && wanted.assignee.kind === 'AGENT')
      return reject('INVALID_INPUT', 'An approval is given by a person, not by an agent.')
    const data = { ...wanted, at, instruction: { ...instruction, from: 'REQUESTER' as const } }
    return [{ type: 'TaskSubmitted', data }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such task.')
  if ('by' in command && !mayWorkOn(state.assignee, command.by))
    return reject('FORBIDDEN', 'The task is assigned to somebody else.')
  const fact = { ...of(state), at }
  if (command.type === 'CancelTask' && state.status === 'CANCELED') return []
  if (isOver(state)) return over(state)
  switch (command.type) {
    case 'StartTask':
      if (state.status === 'WORKING') return []
      return isAsking(state) ? asking : [{ type: 'TaskStarted', data: fact }]
    case 'AskForInput': {
      if (isAsking(state)) return asking
      const question = { ...command.question, from: 'ASSIGNEE' as const }
      return said(state, [{ type: 'TaskInputRequired', data: { ...fact, question } }])
    }
    case 'AskForAuthorisation': {
      if (isAsking(state)) return asking
      const { code } = command
      const question = { ...command.question, from: 'ASSIGNEE' as const }
      return said(state, [{ type: 'TaskAuthRequired', data: { ...fact, code, question } }])
    }
    case 'ProvideInput': {
      if (!isAsking(state))
        return reject('ILLEGAL_TASK_TRANSITION', `Nothing is asked of you: it is ${state.status}.`)
      const message = { ...command.message, from: 'REQUESTER' as const }
      return said(state, [{ type: 'TaskInputProvided', data: { ...fact, message } }])
    }
    case 'AddArtifact': {
      const { artifact } = command
      if (state.artifacts.some(({ artifactId }) => artifactId === artifact.artifactId)) return []
      if (state.artifacts.length >= mostArtifacts)
        return reject('LIMIT_REACHED', `A task has at most ${mostArtifacts} artifacts.`)
      return [{ type: 'TaskArtifactAdded', data: { ...fact, artifact } }]
    }
    case 'RecordToolUse': {
      const { used } = command
      if (state.toolUses.some(({ turn, round }) => turn === used.turn && round === used.round))
        return []
      if (state.toolUses.length >= mostToolUses)
        return reject('LIMIT_REACHED', `On a task at most ${mostToolUses} tools are used.`)
      return [{ type: 'TaskToolUsed', data: { ...fact, used } }]
    }
    case 'CompleteTask':
      return state.approval
        ? reject('ILLEGAL_TASK_TRANSITION', 'This is to be approved or rejected.')
        : [completed(state, command, at, 'DONE', actor.id)]
    case 'ApproveTask':
      return state.approval
        ? [completed(state, command, at, 'APPROVED', actor.id)]
        : reject('ILLEGAL_TASK_TRANSITION', 'The task asks for no approval.')
    case 'FailTask': {
      const { code, detail } = command
      const data = { ...fact, code, ...(detail === undefined ? {} : { detail }) }
      return [{ type: 'TaskFailed', data }]
    }
    case 'RejectTask': {
      const { reason } = command
      const data = { ...fact, by: actor.id, ...(reason === undefined ? {} : { reason }) }
      return [{ type: 'TaskRejected', data }]
    }
    case 'CancelTask':
      return [{ type: 'TaskCanceled', data: { ...fact, by: actor.id } }]
    default:
      return exhausted(command)
  }
}

const of = ({ taskId, organisation, runId, stepKey }: ExistingTask) => ({
  ...{ taskId, organisation },
  ...(runId === undefined ? {} : { runId }),
  ...(stepKey === undefined ? {} : { stepKey }),
})

const over = ({ status }: ExistingTask) =>
  reject('TASK_ALREADY_TERMINAL', `The task is ${status}: nothing comes after that.`)

const asking = reject('ILLEGAL_TASK_TRANSITION', 'The task waits for an answer of its requester.')

const said = (state: ExistingTask, events: readonly TaskEvent[]): Decision<TaskEvent> =>
  state.messages.length >= mostMessages
    ? reject('LIMIT_REACHED', `A task has at most ${mostMessages} messages.`)
    : events

const completed = (
  state: ExistingTask,
  { answer }: { readonly answer?: string },
  at: string,
  outcome: 'DONE' | 'APPROVED',
  by: string,
): TaskEvent => ({
  type: 'TaskCompleted',
  data: {
    ...{ ...of(state), at, outcome, by, artifacts: state.artifacts.length },
    ...(answer === undefined ? {} : { answer }),
  },
})

export const task: Aggregate<Task, TaskCommand, TaskEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
