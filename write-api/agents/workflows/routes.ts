import { z } from 'zod'
import { beginRun } from '../../../commands/agents/workflows/begin-run.ts'
import { forkRun } from '../../../commands/agents/workflows/fork-run.ts'
import {
  publishVersion,
  publishWorkflow,
  retireWorkflow,
} from '../../../commands/agents/workflows/publish-workflow.ts'
import { readRun, RunView } from '../../../commands/agents/workflows/read-run.ts'
import {
  DefinitionObject,
  showWorkflow,
  WorkflowView,
} from '../../../commands/agents/workflows/show-workflow.ts'
import { cancelRun, resumeRun } from '../../../commands/agents/workflows/steer-run.ts'
import type { Definition } from '../../../domain/agents/workflows/definition.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const DefinitionPath = z.strictObject({ definitionId: Id })
const RunPath = z.strictObject({ runId: Id })
const bodyLimit = 524_288
/** Steps hold steps: the grammar is a page of its own, and the command checks all of it. */
const DefinitionBody = z.strictObject({ definition: DefinitionObject })
const definitionIn = ({ definition }: z.output<typeof DefinitionBody>) => ({
  // Not yet: it is what the command is about to find out.
  definition: definition as unknown as Definition,
})

const example = {
  definition: {
    title: 'A bell pair',
    steps: [
      {
        ...{ key: 'circuit', kind: 'TOOL', tool: 'generateCircuit' },
        input: { algorithm: 'bell', parameters: {} },
      },
    ],
  },
}
const Published = z.strictObject({ definitionId: Id, version: z.int().min(1) })
const Steered = z.strictObject({
  runId: Id,
  status: RunView.shape.status,
})

export const workflowRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'publishWorkflow',
    tag: 'agents',
    summary: 'Publish a workflow',
    description:
      'Steps and what they need, as data. It is checked: keys, tools, prompts, and that every reference leads somewhere.',
    problems: ['WORKFLOW_INVALID'],
    links: [{ operationId: 'getWorkflow', parameter: 'definitionId', member: 'definitionId' }],
    method: 'POST',
    path: '/v1/workflow-definitions',
    command: publishWorkflow,
    params: z.strictObject({}),
    body: DefinitionBody,
    example,
    input: (_, body) => definitionIn(body),
    status: 201,
    answer: Published,
    location: ({ definitionId }) => `/v1/workflow-definitions/${definitionId}`,
    bodyLimit,
  }),
  mountCommand({
    operationId: 'publishWorkflowVersion',
    tag: 'agents',
    summary: 'Publish another version of a workflow',
    description: 'Runs keep the version that they began with.',
    problems: ['NOT_FOUND', 'WORKFLOW_INVALID', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/workflow-definitions/:definitionId/versions',
    command: publishVersion,
    params: DefinitionPath,
    body: DefinitionBody,
    example,
    input: ({ definitionId }, body) => ({ definitionId, ...definitionIn(body) }),
    status: 201,
    answer: Published,
    precondition: 'accepted',
    bodyLimit,
  }),
  mountCommand({
    operationId: 'retireWorkflow',
    tag: 'agents',
    summary: 'Retire a workflow',
    description: 'Nothing more is begun of it; what runs goes on.',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/workflow-definitions/:definitionId',
    command: retireWorkflow,
    params: DefinitionPath,
    body: noBody,
    input: ({ definitionId }) => ({ definitionId }),
    status: 200,
    answer: DefinitionPath,
    precondition: 'accepted',
  }),
  mountQuery({
    operationId: 'getWorkflow',
    tag: 'agents',
    summary: 'Read a workflow',
    description: 'Every version of it.',
    problems: ['NOT_FOUND'],
    path: '/v1/workflow-definitions/:definitionId',
    params: DefinitionPath,
    answer: WorkflowView,
    read: ({ services }, context, { definitionId }) =>
      showWorkflow(services, context, definitionId),
  }),
  mountCommand({
    operationId: 'beginWorkflowRun',
    tag: 'agents',
    summary: 'Run a workflow',
    description:
      'One of your own by its id, or one that comes with the hub by its name. With `budget` the amount is held in the ' +
      'wallet until the run ends; what models cost is taken from it, and nothing beyond it.',
    problems: ['NOT_FOUND', 'WORKFLOW_INVALID'],
    links: [{ operationId: 'getWorkflowRun', parameter: 'runId', member: 'runId' }],
    method: 'POST',
    path: '/v1/workflow-runs',
    command: beginRun,
    params: z.strictObject({}),
    body: beginRun.input,
    example: {
      workflow: { definitionId: '0199d7c5-7a30-7b3c-9c41-2f1f4f6b7a10' },
      input: {},
      budget: { amount: '100', asset: 'USD/2' },
    },
    input: (_, body) => body,
    status: 202,
    answer: z.strictObject({ runId: Id, status: z.literal('RUNNING') }),
    location: ({ runId }) => `/v1/workflow-runs/${runId}`,
    bodyLimit,
  }),
  mountQuery({
    operationId: 'getWorkflowRun',
    tag: 'agents',
    summary: 'Read a run of a workflow',
    description:
      'With what its steps came to. The graph, durations and the critical path are in GraphQL.',
    problems: ['NOT_FOUND'],
    path: '/v1/workflow-runs/:runId',
    params: RunPath,
    answer: RunView,
    read: ({ services }, context, { runId }) => readRun(services, context, runId),
  }),
  mountCommand({
    operationId: 'cancelWorkflowRun',
    tag: 'agents',
    summary: 'Cancel a run',
    description:
      'Nothing new begins. What is under way is waited for, then what was done and can be taken back is, the last first.',
    problems: ['NOT_FOUND', 'RUN_ALREADY_ENDED'],
    method: 'POST',
    path: '/v1/workflow-runs/:runId/cancellation',
    command: cancelRun,
    params: RunPath,
    body: noBody,
    input: ({ runId }) => ({ runId }),
    status: 202,
    answer: Steered,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'resumeWorkflowRun',
    tag: 'agents',
    summary: 'Resume a suspended run',
    description: 'What has failed is tried again.',
    problems: ['NOT_FOUND', 'RUN_NOT_SUSPENDED', 'RUN_ALREADY_ENDED'],
    method: 'POST',
    path: '/v1/workflow-runs/:runId/resumption',
    command: resumeRun,
    params: RunPath,
    body: noBody,
    input: ({ runId }) => ({ runId }),
    status: 202,
    answer: Steered,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'forkWorkflowRun',
    tag: 'agents',
    summary: 'Fork a run from one of its steps',
    description:
      'A new run of the same version and input. The step and all that follows from it is done anew; what is on record of ' +
      'the other steps is taken over, and no model is asked for it again.',
    problems: ['NOT_FOUND', 'WORKFLOW_INVALID'],
    links: [{ operationId: 'getWorkflowRun', parameter: 'runId', member: 'runId' }],
    method: 'POST',
    path: '/v1/workflow-runs/:runId/forks',
    command: forkRun,
    params: RunPath,
    body: forkRun.input.omit({ runId: true }),
    example: { fromStep: 'circuit' },
    input: ({ runId }, body) => ({ runId, ...body }),
    status: 202,
    answer: z.strictObject({ runId: Id, status: z.literal('RUNNING') }),
    location: ({ runId }) => `/v1/workflow-runs/${runId}`,
  }),
]
