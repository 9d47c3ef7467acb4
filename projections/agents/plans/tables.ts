import type { Plan } from '../../../domain/agents/plans/plan.ts'

export type DeploymentPlanRow = {
  readonly plan_id: string
  readonly organisation_id: string
  readonly name: string
  readonly status: 'CURRENT' | 'WITHDRAWN'
  readonly capsule_id: string | null
  readonly infrastructure: Plan['infrastructure']
  readonly files: Plan['files']
  readonly sha256: string
  readonly planned_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type PlanTables = { readonly deployment_plans: DeploymentPlanRow }
