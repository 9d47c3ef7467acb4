import type { Assignee, Requester } from '../../../domain/agents/tasks/parties.ts'
import type { Artifact } from '../../../domain/agents/tasks/task-events.ts'
import type { TaskStatus } from '../../../domain/agents/tasks/task-state.ts'

export type AgentTaskRow = {
  readonly task_id: string
  readonly organisation: string
  readonly context_id: string
  readonly run_id: string | null
  readonly step_key: string | null
  readonly requested_by: Requester
  readonly assignee_kind: Assignee['kind']
  /** The agent's or the person's id, or the role. */
  readonly assignee: string
  readonly approval: boolean
  readonly status: TaskStatus
  readonly status_at: Date
  /** Why it failed, or what it is waiting to be allowed. */
  readonly code: string | null
  readonly outcome: 'DONE' | 'APPROVED' | null
  readonly messages: number
  readonly artifacts: readonly Omit<Artifact, 'object'>[]
  readonly submitted_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type AgentTaskTables = { readonly agent_tasks: AgentTaskRow }
