import type { AgentMessageRow } from '../../../projections/agents/messages/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { AgentMessageConnection, AgentMessage } from './refs.ts'
import './types.ts'

const order = creationOrder('agentMessages')

builder.queryFields((t) => ({
  agentMessages: t.connection(
    {
      type: AgentMessage,
      description: 'The messages to and from the agents of your organisation, the newest first.',
      args: {
        addressee: t.arg.string({
          description: 'To this agent, topic or asker; to all when absent.',
        }),
        conversationId: t.arg.id({ description: 'In this conversation; in all when absent.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { addressee, conversationId, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        let wanted = view.db
          .selectFrom('agent_messages')
          .selectAll()
          .where('organisation', '=', organisation)
        if (addressee != null) wanted = wanted.where('addressee', '=', addressee)
        if (conversationId != null)
          wanted = wanted.where(
            'conversation_id',
            '=',
            uuidArgument('conversationId', conversationId),
          )
        const rows = await takePage(wanted, page).execute()
        return pageOf<AgentMessageRow>(rows, page, creationKey)
      },
    },
    AgentMessageConnection,
  ),
}))
