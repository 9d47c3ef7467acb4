import type { AgentRow } from '../../../projections/agents/agents/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { Agent, AgentConnection } from './refs.ts'
import { AgentStatus } from './types.ts'

const order = creationOrder('agents')

builder.queryFields((t) => ({
  agent: t.field({
    type: Agent,
    nullable: true,
    description: 'One agent of your organisation; null when there is none.',
    args: { agentId: t.arg.id({ required: true, description: 'The hub’s id of the agent.' }) },
    resolve: async (_, { agentId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      const found = view.db
        .selectFrom('agents')
        .selectAll()
        .where('agent_id', '=', uuidArgument('agentId', agentId))
        .where('organisation', '=', organisation)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  agents: t.connection(
    {
      type: Agent,
      description: 'The agents of your organisation, the newest first.',
      args: {
        status: t.arg({ type: AgentStatus, description: 'In this state; all when absent.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { status, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        const own = view.db
          .selectFrom('agents')
          .selectAll()
          .where('organisation', '=', organisation)
        const wanted = status == null ? own : own.where('status', '=', status)
        const rows = await takePage(wanted, page).execute()
        return pageOf<AgentRow>(rows, page, creationKey)
      },
    },
    AgentConnection,
  ),
}))
