import type { DeploymentPlanRow } from '../../../projections/agents/plans/tables.ts'
import { builder } from '../../schema/builder.ts'

export const DeploymentPlan = builder.objectRef<DeploymentPlanRow>('DeploymentPlan')

export const DeploymentPlanConnection = builder.connectionObject(
  { type: DeploymentPlan, name: 'DeploymentPlanConnection', description: 'A page of plans.' },
  { name: 'DeploymentPlanEdge', description: 'One of the plans, with its place in the list.' },
)
