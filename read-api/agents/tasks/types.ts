import { builder } from '../../schema/builder.ts'
import type { AgentTaskRow } from '../../../projections/agents/tasks/tables.ts'
import { AgentTask } from './refs.ts'

export const AgentTaskStatus = builder.enumType('AgentTaskStatus', {
  description: 'How far a task is, in the states of the Agent2Agent protocol.',
  values: {
    SUBMITTED: { description: 'It waits to be taken up, or to be gone on with.' },
    WORKING: { description: 'Its assignee is at it.' },
    INPUT_REQUIRED: { description: 'Its requester is asked for something.' },
    AUTH_REQUIRED: { description: 'Its requester has to allow or to pay for something.' },
    COMPLETED: { description: 'It is done, or was approved.' },
    FAILED: { description: 'It could not be done.' },
    CANCELED: { description: 'Nobody wanted it any longer.' },
    REJECTED: { description: 'It was not taken on, or somebody said no.' },
  },
})

export const TaskAssigneeKind = builder.enumType('TaskAssigneeKind', {
  description: 'Whose a task is.',
  values: {
    AGENT: { description: 'An agent’s.' },
    USER: { description: 'A person’s.' },
    ROLE: { description: 'That of whoever has a role in the organisation.' },
  },
})

const TaskArtifact = builder
  .objectRef<AgentTaskRow['artifacts'][number]>('TaskArtifact')
  .implement({
    description: 'Something that a task brought forth. The command interface gives its content.',
    fields: (t) => ({
      artifactId: t.exposeID('artifactId', { description: 'The hub’s id of it.' }),
      name: t.exposeString('name', { description: 'What it is called.' }),
      mediaType: t.exposeString('mediaType', { description: 'Of what kind it is.' }),
      sha256: t.exposeString('sha256', { description: 'The hash of its content, in hex.' }),
      size: t.exposeInt('size', { description: 'In bytes.' }),
    }),
  })

AgentTask.implement({
  description: 'Something that an agent or a person is to do.',
  fields: (t) => ({
    taskId: t.exposeID('task_id', { description: 'The hub’s id of it.' }),
    contextId: t.exposeID('context_id', { description: 'The conversation that it belongs to.' }),
    runId: t.exposeID('run_id', {
      nullable: true,
      description: 'The run of a workflow that it is a step of.',
    }),
    stepKey: t.exposeString('step_key', { nullable: true, description: 'Which step.' }),
    requestedByKind: t.string({
      description: 'Who asked for it: `USER`, `API_KEY`, `AGENT`, `WORKFLOW` or `SYSTEM`.',
      resolve: ({ requested_by }) => requested_by.kind,
    }),
    requestedBy: t.string({
      description: 'The id of who asked.',
      resolve: ({ requested_by }) => requested_by.id,
    }),
    assigneeKind: t.expose('assignee_kind', {
      type: TaskAssigneeKind,
      description: 'Whose it is.',
    }),
    assignee: t.exposeString('assignee', {
      description: 'The id of the agent or person, or the role.',
    }),
    approval: t.exposeBoolean('approval', { description: 'A person says yes or no.' }),
    status: t.expose('status', { type: AgentTaskStatus, description: 'How far it is.' }),
    statusAt: t.expose('status_at', { type: 'DateTime', description: 'Since when.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it failed, or what it waits to be allowed.',
    }),
    outcome: t.exposeString('outcome', {
      nullable: true,
      description: '`DONE` or `APPROVED`, once it is completed.',
    }),
    messages: t.exposeInt('messages', { description: 'How much was said on it.' }),
    artifacts: t.field({
      type: [TaskArtifact],
      description: 'What it brought forth.',
      resolve: ({ artifacts }) => [...artifacts],
    }),
    submittedAt: t.expose('submitted_at', {
      type: 'DateTime',
      description: 'When it was asked for.',
    }),
  }),
})
