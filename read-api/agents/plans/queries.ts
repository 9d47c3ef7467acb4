import type { DeploymentPlanRow } from '../../../projections/agents/plans/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { isOneOf, uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { DeploymentPlan, DeploymentPlanConnection } from './refs.ts'
import { DeploymentPlanStatus } from './types.ts'

const order = creationOrder('deploymentPlans')

builder.queryFields((t) => ({
  deploymentPlan: t.field({
    type: DeploymentPlan,
    nullable: true,
    description: 'One plan of your organisation; null when there is none.',
    args: { planId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    resolve: async (_, { planId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      const found = view.db
        .selectFrom('deployment_plans')
        .selectAll()
        .where('plan_id', '=', uuidArgument('planId', planId))
        .where('organisation_id', '=', organisation)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  deploymentPlans: t.connection(
    {
      type: DeploymentPlan,
      description: 'The deployment plans of your organisation, the newest first.',
      args: {
        status: t.arg({ type: [DeploymentPlanStatus], description: 'In one of these states.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { status, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        let query = view.db
          .selectFrom('deployment_plans')
          .selectAll()
          .where('organisation_id', '=', organisation)
        if (status != null) query = query.where(isOneOf('deployment_plans.status', status))
        const rows = await takePage(query, page).execute()
        return pageOf<DeploymentPlanRow>(rows, page, creationKey)
      },
    },
    DeploymentPlanConnection,
  ),
}))
