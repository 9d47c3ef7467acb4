import { isId } from '../../../platform/ids/ids.ts'
import type { ChainEntryRow } from '../../../projections/tokens/chain/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { proposals } from './reads.ts'
import { HubParameter, Proposal, ProposalConnection } from './refs.ts'
import './types.ts'

const order = creationOrder('proposals')

builder.queryFields((t) => ({
  hubParameters: t.field({
    type: [HubParameter],
    description: 'What holders of the token have decided about the hub.',
    complexity: { field: 1, multiplier: 10 },
    resolve: (_, __, { view }) => {
      requirePrincipal(view.caller)
      return view.db.selectFrom('hub_parameters').selectAll().orderBy('name').limit(10).execute()
    },
  }),
  proposal: t.field({
    type: Proposal,
    nullable: true,
    description: 'A proposal; null when there is none such, or its block is gone.',
    args: { proposalId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    resolve: async (_, { proposalId }, { view }) => {
      requirePrincipal(view.caller)
      if (!isId(proposalId)) return null
      const found = proposals(view.db).where('entry_id', '=', proposalId)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  proposals: t.connection(
    {
      type: Proposal,
      description: 'What holders of the token vote, or voted, on; the latest first.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, args, { view }) => {
        requirePrincipal(view.caller)
        const page = pageRequest(args, order, 'DESC')
        const rows = await takePage(proposals(view.db), page).execute()
        return pageOf<ChainEntryRow>(rows, page, creationKey)
      },
    },
    ProposalConnection,
  ),
}))
