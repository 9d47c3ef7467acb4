import type { AgentTaskRow } from '../../../projections/agents/tasks/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { AgentTask, AgentTaskConnection } from './refs.ts'
import { AgentTaskStatus } from './types.ts'

const order = creationOrder('agentTasks')

const AgentTaskFilter = builder.inputType('AgentTaskFilter', {
  description: 'Which tasks are wanted; every member that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [AgentTaskStatus], description: 'In one of these states.' }),
    assignee: t.string({ description: 'Of this agent or person, or of this role.' }),
    contextId: t.id({ description: 'Of this conversation.' }),
    runId: t.id({ description: 'Of this run of a workflow.' }),
  }),
})

builder.queryFields((t) => ({
  agentTask: t.field({
    type: AgentTask,
    nullable: true,
    description: 'One task of your organisation; null when there is none.',
    args: { taskId: t.arg.id({ required: true, description: 'The hub’s id of the task.' }) },
    resolve: async (_, { taskId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      const found = view.db
        .selectFrom('agent_tasks')
        .selectAll()
        .where('task_id', '=', uuidArgument('taskId', taskId))
        .where('organisation', '=', organisation)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  agentTasks: t.connection(
    {
      type: AgentTask,
      description: 'The tasks of your organisation, the newest first.',
      args: { filter: t.arg({ type: AgentTaskFilter, description: 'Which; all when absent.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        let wanted = view.db
          .selectFrom('agent_tasks')
          .selectAll()
          .where('organisation', '=', organisation)
        if (filter?.status != null) wanted = wanted.where('status', 'in', [...filter.status])
        if (filter?.assignee != null) wanted = wanted.where('assignee', '=', filter.assignee)
        if (filter?.contextId != null)
          wanted = wanted.where('context_id', '=', uuidArgument('contextId', filter.contextId))
        if (filter?.runId != null)
          wanted = wanted.where('run_id', '=', uuidArgument('runId', filter.runId))
        const rows = await takePage(wanted, page).execute()
        return pageOf<AgentTaskRow>(rows, page, creationKey)
      },
    },
    AgentTaskConnection,
  ),
}))
