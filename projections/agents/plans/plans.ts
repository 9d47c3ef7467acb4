import { definitions } from '../../../domain/agents/plans/plan.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'deployment_plans'

/** Deployment plans with their files. */
export const deploymentPlans = projectionOf({
  name: 'deploymentPlans',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { plan_id: data.planId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    switch (event.type) {
      case 'DeploymentPlanned': {
        const { planId, organisationId, capsuleId, at, ...plan } = event.data
        const row = {
          ...{ plan_id: planId, organisation_id: organisationId, ...plan },
          ...{ status: 'CURRENT' as const, capsule_id: capsuleId ?? null },
          ...{ planned_at: new Date(at), created_position: position, revision, position },
        }
        return [{ do: 'put', table, row }]
      }
      case 'DeploymentPlanWithdrawn': {
        const row = existing(rows.get(table, { plan_id: event.data.planId }), event)
        return [{ do: 'put', table, row: { ...row, status: 'WITHDRAWN', revision, position } }]
      }
      default:
        return exhausted(event)
    }
  },
})
