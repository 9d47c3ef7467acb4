import type { CapsuleRow, CapsuleRunRow } from '../../../projections/agents/capsules/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { isOneOf, uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { Capsule, CapsuleConnection, CapsuleRun, CapsuleRunConnection } from './refs.ts'
import { CapsuleStatus } from './types.ts'

const order = creationOrder('capsules')
const runOrder = creationOrder('capsuleRuns')

builder.queryFields((t) => ({
  capsule: t.field({
    type: Capsule,
    nullable: true,
    description: 'One capsule of your organisation; null when there is none.',
    args: { capsuleId: t.arg.id({ required: true, description: 'The hub’s id of it.' }) },
    resolve: async (_, { capsuleId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'agents:read')
      const found = view.db
        .selectFrom('capsules')
        .selectAll()
        .where('capsule_id', '=', uuidArgument('capsuleId', capsuleId))
        .where('organisation_id', '=', organisation)
      return (await found.executeTakeFirst()) ?? null
    },
  }),
  capsules: t.connection(
    {
      type: Capsule,
      description: 'The capsules of your organisation, the newest first.',
      args: { status: t.arg({ type: [CapsuleStatus], description: 'In one of these states.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { status, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, order, 'DESC')
        let query = view.db
          .selectFrom('capsules')
          .selectAll()
          .where('organisation_id', '=', organisation)
        if (status != null) query = query.where(isOneOf('capsules.status', status))
        const rows = await takePage(query, page).execute()
        return pageOf<CapsuleRow>(rows, page, creationKey)
      },
    },
    CapsuleConnection,
  ),
  capsuleRuns: t.connection(
    {
      type: CapsuleRun,
      description: 'The runs of your organisation’s capsules, the newest first.',
      args: { capsuleId: t.arg.id({ description: 'Of this capsule alone.' }) },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { capsuleId, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'agents:read')
        const page = pageRequest(args, runOrder, 'DESC')
        let query = view.db
          .selectFrom('capsule_runs')
          .selectAll()
          .where('organisation_id', '=', organisation)
        if (capsuleId != null)
          query = query.where('capsule_id', '=', uuidArgument('capsuleId', capsuleId))
        const rows = await takePage(query, page).execute()
        return pageOf<CapsuleRunRow>(rows, page, creationKey)
      },
    },
    CapsuleRunConnection,
  ),
}))
