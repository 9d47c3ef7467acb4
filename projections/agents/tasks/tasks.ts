import type { Assignee } from '../../../domain/agents/tasks/parties.ts'
import { definitions, type TaskEvent } from '../../../domain/agents/tasks/task-events.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { AgentTaskRow } from './tables.ts'

const named = (assignee: Assignee): string => {
  switch (assignee.kind) {
    case 'AGENT':
      return assignee.agentId
    case 'USER':
      return assignee.userId
    case 'ROLE':
      return assignee.role
  }
}

/** Tasks with what they brought forth, without what was said on them. */
export const agentTasks = projectionOf({
  name: 'agent-tasks',
  definitions,
  touches: ({ type, data }) => [
    { table: 'agent_tasks', key: { task_id: data.taskId }, isNew: type === 'TaskSubmitted' },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const row =
      event.type === 'TaskSubmitted'
        ? submitted(event)
        : changed(existing(rows.get('agent_tasks', { task_id: event.data.taskId }), event), event)
    return [{ do: 'put', table: 'agent_tasks', row: { ...row, revision, position } }]
  },
})

type Of<Type> = Extract<Projected<TaskEvent>, { type: Type }>

const submitted = ({ data, revision, position }: Of<'TaskSubmitted'>): AgentTaskRow => ({
  task_id: data.taskId,
  organisation: data.organisation,
  context_id: data.contextId,
  run_id: data.runId ?? null,
  step_key: data.stepKey ?? null,
  requested_by: data.requestedBy,
  assignee_kind: data.assignee.kind,
  assignee: named(data.assignee),
  approval: data.approval,
  status: 'SUBMITTED',
  status_at: new Date(data.at),
  code: null,
  outcome: null,
  messages: 1,
  artifacts: [],
  submitted_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const changed = (
  before: AgentTaskRow,
  event: Exclude<Projected<TaskEvent>, { type: 'TaskSubmitted' }>,
): AgentTaskRow => {
  const reached = (status: AgentTaskRow['status'], said = 0): AgentTaskRow => ({
    ...before,
    ...{ status, status_at: new Date(event.data.at), code: null },
    messages: before.messages + said,
  })
  switch (event.type) {
    case 'TaskStarted':
      return reached('WORKING')
    case 'TaskInputRequired':
      return reached('INPUT_REQUIRED', 1)
    case 'TaskAuthRequired':
      return { ...reached('AUTH_REQUIRED', 1), code: event.data.code }
    case 'TaskInputProvided':
      return reached('SUBMITTED', 1)
    case 'TaskArtifactAdded': {
      const { object: _, ...artifact } = event.data.artifact
      return { ...before, artifacts: [...before.artifacts, artifact] }
    }
    case 'TaskToolUsed':
      return before
    case 'TaskCompleted':
      return { ...reached('COMPLETED'), outcome: event.data.outcome }
    case 'TaskFailed':
      return { ...reached('FAILED'), code: event.data.code }
    case 'TaskCanceled':
      return reached('CANCELED')
    case 'TaskRejected':
      return reached('REJECTED')
    default:
      return exhausted(event)
  }
}
