import { builder } from '../../schema/builder.ts'
import { criticalSteps, durationOf } from './measured.ts'
import { Workflow, WorkflowNode, WorkflowRun, WorkflowStep } from './refs.ts'

export const WorkflowRunStatus = builder.enumType('WorkflowRunStatus', {
  description: 'How far a run is.',
  values: {
    RUNNING: { description: 'Its steps are done, one after what it needs.' },
    SUSPENDED: { description: 'A step has failed; it waits for somebody to resume or cancel it.' },
    CANCELLING: { description: 'Nothing new begins; what can be taken back is.' },
    COMPLETED: { description: 'All is done.' },
    FAILED: { description: 'A step failed for good.' },
    CANCELLED: { description: 'Somebody cancelled it.' },
  },
})

const WorkflowStepStatus = builder.enumType('WorkflowStepStatus', {
  description: 'How far a step is.',
  values: {
    RUNNING: { description: 'It was begun.' },
    COMPLETED: { description: 'It is done.' },
    FAILED: { description: 'Its latest attempt failed.' },
    TAKEN_BACK: { description: 'It was done, and was taken back.' },
    NOT_TAKEN_BACK: { description: 'It was done, and could not be taken back.' },
  },
})

WorkflowNode.implement({
  description: 'A step of a workflow, and what it depends on.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'Its key, once in the workflow.' }),
    kind: t.exposeString('kind', {
      description: 'What it is: `PROMPT`, `TOOL`, `LOOP` and so on.',
    }),
    within: t.string({
      nullable: true,
      description: 'The step that it is within.',
      resolve: ({ within }) => within ?? null,
    }),
    branch: t.string({
      nullable: true,
      description: 'In which branch of that: `then` or `else`.',
      resolve: ({ branch }) => branch ?? null,
    }),
    needs: t.stringList({
      description: 'Steps that are over before it begins.',
      resolve: ({ needs }) => [...needs],
    }),
    compensates: t.boolean({
      description: 'It can be taken back.',
      resolve: ({ compensates }) => compensates === true,
    }),
  }),
})

Workflow.implement({
  description: 'A workflow of an organisation. What it says is at the command interface.',
  fields: (t) => ({
    definitionId: t.exposeID('definition_id', { description: 'The hub’s id of it.' }),
    version: t.exposeInt('version', { description: 'The newest version.' }),
    retired: t.exposeBoolean('retired', { description: 'Nothing more is begun of it.' }),
    publishedAt: t.expose('published_at', {
      type: 'DateTime',
      description: 'When that version was published.',
    }),
    graph: t.field({
      type: [WorkflowNode],
      description: 'Its steps, and what each depends on.',
      resolve: ({ plan }) => [...plan.steps],
    }),
  }),
})

WorkflowStep.implement({
  description: 'A step of a run, of one iteration where it is within a loop.',
  fields: (t) => ({
    step: t.exposeString('step', { description: '`key`, or `key#2` in the second iteration.' }),
    key: t.exposeString('key', { description: 'Its key in the workflow.' }),
    attempt: t.exposeInt('attempt', { description: 'The latest attempt; 0 of another run’s.' }),
    status: t.field({
      type: WorkflowStepStatus,
      description: 'How far it is.',
      resolve: ({ status }) => status,
    }),
    beganAt: t.string({
      nullable: true,
      description: 'When its first attempt began, ISO 8601.',
      resolve: ({ beganAt }) => beganAt,
    }),
    endedAt: t.string({
      nullable: true,
      description: 'When its latest attempt ended, ISO 8601.',
      resolve: ({ endedAt }) => endedAt,
    }),
    durationMs: t.float({
      nullable: true,
      description: 'From its beginning to its end, in milliseconds.',
      resolve: durationOf,
    }),
    code: t.string({
      nullable: true,
      description: 'Why it failed.',
      resolve: ({ code }) => code,
    }),
    branch: t.string({
      nullable: true,
      description: 'The branch that a condition took.',
      resolve: ({ branch }) => branch,
    }),
    reused: t.exposeBoolean('reused', {
      description: 'It is on record of the run that this one is a fork of.',
    }),
  }),
})

WorkflowRun.implement({
  description: 'A run of a workflow. What its steps came to is at the command interface.',
  fields: (t) => ({
    runId: t.exposeID('run_id', { description: 'The hub’s id of it.' }),
    definitionId: t.exposeID('definition_id', {
      nullable: true,
      description: 'The workflow; null of one that comes with the hub.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The name of one that comes with the hub.',
    }),
    version: t.exposeInt('version', { description: 'The version that it began with, and keeps.' }),
    status: t.field({
      type: WorkflowRunStatus,
      description: 'How far it is.',
      resolve: ({ status }) => status,
    }),
    code: t.exposeString('code', { nullable: true, description: 'Why it did not complete.' }),
    failedStep: t.exposeString('failed_step', {
      nullable: true,
      description: 'The step that it failed at.',
    }),
    compensation: t.exposeString('compensation', {
      nullable: true,
      description: 'What was taken back, once it has ended: `NONE`, `COMPLETE` or `PARTIAL`.',
    }),
    parentRunId: t.exposeID('parent_run_id', {
      nullable: true,
      description: 'The run that it is a step of.',
    }),
    forkOf: t.exposeID('fork_of', { nullable: true, description: 'The run that it is a fork of.' }),
    forkStep: t.exposeString('fork_step', {
      nullable: true,
      description: 'The step from which it goes its own way.',
    }),
    budgetId: t.exposeID('budget_id', { nullable: true, description: 'What it spends from.' }),
    requestedAt: t.expose('requested_at', {
      type: 'DateTime',
      description: 'When it was asked for.',
    }),
    endedAt: t.expose('ended_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended.',
    }),
    graph: t.field({
      type: [WorkflowNode],
      description: 'The steps of its version, and what each depends on.',
      resolve: ({ plan }) => [...plan.steps],
    }),
    steps: t.field({
      type: [WorkflowStep],
      description: 'Its steps as far as they were begun, in that order.',
      resolve: ({ steps }) => [...steps],
    }),
    criticalPath: t.field({
      type: [WorkflowStep],
      description:
        'The steps that its end waited for, by measured times: it is quicker only when one of these is.',
      resolve: (row) => [...criticalSteps(row)],
    }),
    criticalPathMs: t.float({
      description: 'How long those took together, in milliseconds.',
      resolve: (row) => criticalSteps(row).reduce((sum, step) => sum + (durationOf(step) ?? 0), 0),
    }),
  }),
})
