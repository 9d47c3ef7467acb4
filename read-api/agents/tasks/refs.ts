import type { AgentTaskRow } from '../../../projections/agents/tasks/tables.ts'
import { builder } from '../../schema/builder.ts'

export const AgentTask = builder.objectRef<AgentTaskRow>('AgentTask')

export const AgentTaskConnection = builder.connectionObject(
  { type: AgentTask, name: 'AgentTaskConnection', description: 'A page of tasks.' },
  { name: 'AgentTaskEdge', description: 'One of the tasks, with its place in the list.' },
)
