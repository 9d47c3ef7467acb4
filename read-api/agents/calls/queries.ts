import type { LlmCallRow } from '../../../projections/agents/calls/tables.ts'
import { isId } from '../../../platform/ids/ids.ts'
import { queryError } from '../../errors/query-error.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { routeHealth } from './reads.ts'
import { LlmCall, LlmCallConnection, ModelRouteHealth } from './refs.ts'
import './types.ts'

const order = creationOrder('llmCalls')

builder.queryFields((t) => ({
  llmCalls: t.connection(
    {
      type: LlmCall,
      description: 'The calls of your organisation to models, the newest first.',
      args: {
        budgetId: t.arg.id({ required: false, description: 'Only those that this budget pays.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        const own = view.db
          .selectFrom('llm_calls')
          .selectAll()
          .where('organisation', '=', organisation)
        const { budgetId } = args
        if (typeof budgetId === 'string' && !isId(budgetId))
          throw queryError('QUERY_INVALID', '"budgetId" is a UUID.')
        const wanted = typeof budgetId === 'string' ? own.where('budget_id', '=', budgetId) : own
        const rows = await takePage(wanted, page).execute()
        return pageOf<LlmCallRow>(rows, page, creationKey)
      },
    },
    LlmCallConnection,
  ),
  modelRouteHealth: t.field({
    type: [ModelRouteHealth],
    description: 'The models that were asked in the last day, and how they did.',
    complexity: { field: 20, multiplier: 20 },
    resolve: (_, __, { view }) => {
      requirePrincipal(view.caller)
      return routeHealth(view.db, view.clock.now().getTime())
    },
  }),
}))
