import type {
  WorkflowDefinitionRow,
  WorkflowRunRow,
} from '../../../projections/agents/workflows/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { Workflow, WorkflowConnection, WorkflowRun, WorkflowRunConnection } from './refs.ts'
import { WorkflowRunStatus } from './types.ts'

const orderOfWorkflows = creationOrder('workflows')
const orderOfRuns = creationOrder('workflowRuns')

const WorkflowRunFilter = builder.inputType('WorkflowRunFilter', {
  description: 'Which runs are wanted; every member that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [WorkflowRunStatus], description: 'In one of these states.' }),
    definitionId: t.id({ description: 'Of this workflow.' }),
    parentRunId: t.id({ description: 'Steps of this run.' }),
    forkOf: t.id({ description: 'Forks of this run.' }),
  }),
})

builder.queryFields((t) => ({
  workflow: t.field({
    type: Workflow,
    nullable: true,
    description: 'One workflow of your organisation; null when there is none.',
    args: { definitionId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    resolve: async (_, { definitionId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      const found = view.db
        .selectFrom('workflow_definitions')
        .selectAll()
        .where('definition_id', '=', uuidArgument('definitionId', definitionId))
        .where('organisation', '=', organisation)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  workflows: t.connection(
    {
      type: Workflow,
      description: 'The workflows of your organisation, the newest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, orderOfWorkflows, 'DESC')
        const wanted = view.db
          .selectFrom('workflow_definitions')
          .selectAll()
          .where('organisation', '=', organisation)
        const rows = await takePage(wanted, page).execute()
        return pageOf<WorkflowDefinitionRow>(rows, page, creationKey)
      },
    },
    WorkflowConnection,
  ),
  workflowRun: t.field({
    type: WorkflowRun,
    nullable: true,
    description: 'One run of a workflow of your organisation; null when there is none.',
    args: { runId: t.arg.id({ required: true, description: 'The hub’s id of the run.' }) },
    resolve: async (_, { runId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      const found = view.db
        .selectFrom('workflow_runs')
        .selectAll()
        .where('run_id', '=', uuidArgument('runId', runId))
        .where('organisation', '=', organisation)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  workflowRuns: t.connection(
    {
      type: WorkflowRun,
      description: 'The runs of workflows of your organisation, the newest first.',
      args: { filter: t.arg({ type: WorkflowRunFilter, description: 'Which; all when absent.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, orderOfRuns, 'DESC')
        let wanted = view.db
          .selectFrom('workflow_runs')
          .selectAll()
          .where('organisation', '=', organisation)
        if (filter?.status != null) wanted = wanted.where('status', 'in', [...filter.status])
        if (filter?.definitionId != null)
          wanted = wanted.where(
            'definition_id',
            '=',
            uuidArgument('definitionId', filter.definitionId),
          )
        if (filter?.parentRunId != null)
          wanted = wanted.where(
            'parent_run_id',
            '=',
            uuidArgument('parentRunId', filter.parentRunId),
          )
        if (filter?.forkOf != null)
          wanted = wanted.where('fork_of', '=', uuidArgument('forkOf', filter.forkOf))
        const rows = await takePage(wanted, page).execute()
        return pageOf<WorkflowRunRow>(rows, page, creationKey)
      },
    },
    WorkflowRunConnection,
  ),
}))
