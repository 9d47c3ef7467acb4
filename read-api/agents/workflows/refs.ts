import type { PlanStep } from '../../../domain/agents/workflows/plan.ts'
import type {
  StepOfRun,
  WorkflowDefinitionRow,
  WorkflowRunRow,
} from '../../../projections/agents/workflows/tables.ts'
import { builder } from '../../schema/builder.ts'

export const Workflow = builder.objectRef<WorkflowDefinitionRow>('Workflow')
export const WorkflowRun = builder.objectRef<WorkflowRunRow>('WorkflowRun')
export const WorkflowNode = builder.objectRef<PlanStep>('WorkflowNode')
export const WorkflowStep = builder.objectRef<StepOfRun>('WorkflowStep')

export const WorkflowConnection = builder.connectionObject(
  { type: Workflow, name: 'WorkflowConnection', description: 'A page of workflows.' },
  { name: 'WorkflowEdge', description: 'One of the workflows, with its place in the list.' },
)

export const WorkflowRunConnection = builder.connectionObject(
  { type: WorkflowRun, name: 'WorkflowRunConnection', description: 'A page of runs.' },
  { name: 'WorkflowRunEdge', description: 'One of the runs, with its place in the list.' },
)
