import { criticalPath } from '../../../domain/agents/workflows/critical-path.ts'
import { definitions, type RunEvent } from '../../../domain/agents/workflows/run-events.ts'
import { keyOfStep } from '../../../domain/agents/workflows/step-id.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { StepOfRun, WorkflowRunRow } from './tables.ts'

/** Runs of workflows, with how far each of their steps is. */
export const workflowRuns = projectionOf({
  name: 'workflow-runs',
  definitions,
  touches: ({ type, data }) => [
    {
      table: 'workflow_runs',
      key: { run_id: data.runId },
      isNew: type === 'WorkflowRunRequested',
    },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const row =
      event.type === 'WorkflowRunRequested'
        ? requested(event)
        : changed(existing(rows.get('workflow_runs', { run_id: event.data.runId }), event), event)
    const critical_path = criticalSteps(row)
    return [
      { do: 'put', table: 'workflow_runs', row: { ...row, critical_path, revision, position } },
    ]
  },
})

const criticalSteps = ({ plan, steps }: WorkflowRunRow): readonly string[] => {
  const measured = steps.flatMap(({ step, beganAt, endedAt }) =>
    beganAt === null || endedAt === null ? [] : [{ step, beganAt, endedAt }],
  )
  return criticalPath(plan, measured).map(({ step }) => step)
}

type Of<Type> = Extract<Projected<RunEvent>, { type: Type }>

const requested = ({ data, revision, position }: Of<'WorkflowRunRequested'>): WorkflowRunRow => {
  const { workflow, fork } = data
  return {
    ...{ run_id: data.runId, organisation: data.organisation, plan: data.plan },
    definition_id: 'definitionId' in workflow ? workflow.definitionId : null,
    name: 'name' in workflow ? workflow.name : null,
    ...{ version: workflow.version, status: 'RUNNING' },
    steps: Object.entries(fork?.recorded ?? {}).map(([step, { branch, goesOn }]) => ({
      ...{ step, key: keyOfStep(step), attempt: 0, status: 'COMPLETED', reused: true },
      ...{ beganAt: null, endedAt: null, code: null },
      ...{ branch: branch ?? null, goesOn: goesOn ?? null },
    })),
    ...{ critical_path: [], code: null, failed_step: null, compensation: null },
    parent_run_id: data.parent?.runId ?? null,
    fork_of: fork?.runId ?? null,
    fork_step: fork?.step ?? null,
    budget_id: data.budget?.budgetId ?? null,
    ...{ requested_at: new Date(data.at), ended_at: null, created_position: position },
    ...{ revision, position },
  }
}

const changed = (
  before: WorkflowRunRow,
  event: Exclude<Projected<RunEvent>, { type: 'WorkflowRunRequested' }>,
): WorkflowRunRow => {
  switch (event.type) {
    case 'WorkflowStepBegan': {
      const { step, key, attempt, at } = event.data
      const known = before.steps.find((each) => each.step === step)
      const begun: StepOfRun = {
        ...{ step, key, attempt, status: 'RUNNING', beganAt: known?.beganAt ?? at, endedAt: null },
        ...{ code: null, branch: null, goesOn: null, reused: false },
      }
      return known === undefined
        ? { ...before, steps: [...before.steps, begun] }
        : withStep(before, step, begun)
    }
    case 'WorkflowStepCompleted': {
      const { step, at: endedAt, recorded } = event.data
      const { branch = null, goesOn = null } = recorded
      return withStep(before, step, { status: 'COMPLETED', endedAt, branch, goesOn })
    }
    case 'WorkflowStepFailed': {
      const { step, at: endedAt, code } = event.data
      return withStep(before, step, { status: 'FAILED', endedAt, code })
    }
    case 'WorkflowStepCompensated': {
      const { step, outcome, code = null } = event.data
      const status = outcome === 'DONE' ? 'TAKEN_BACK' : 'NOT_TAKEN_BACK'
      return withStep(before, step, { status, code })
    }
    case 'WorkflowRunSuspended':
      return { ...before, status: 'SUSPENDED' }
    case 'WorkflowRunResumed':
      return { ...before, status: 'RUNNING' }
    case 'WorkflowRunCancelRequested':
      return { ...before, status: 'CANCELLING' }
    case 'WorkflowRunEnded': {
      const { outcome: status, compensation, code = null, step = null, at } = event.data
      return { ...before, status, compensation, code, failed_step: step, ended_at: new Date(at) }
    }
    default:
      return exhausted(event)
  }
}

const withStep = (row: WorkflowRunRow, step: string, to: Partial<StepOfRun>): WorkflowRunRow => ({
  ...row,
  steps: row.steps.map((each) => (each.step === step ? { ...each, ...to } : each)),
})
