import { asOfArgument, costAsOf, readAsOf } from '../../history/as-of.ts'
import { creationKey } from '../../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { builder } from '../../schema/builder.ts'
import { BillConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { Bill } from '../../schema/refs.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { BillStatus } from './enums.ts'
import { billOrder, readBills } from './reads.ts'

const BillFilter = builder.inputType('BillFilter', {
  description: 'Which bills are wanted; every member that is given must hold.',
  fields: (t) => ({
    organisationId: t.id({ description: 'Of this organisation.' }),
    status: t.field({ type: [BillStatus], description: 'In one of these states.' }),
    asset: t.string({ description: 'In this asset, such as "USD/2".' }),
    number: t.string({ description: 'With this number.' }),
    overdue: t.boolean({ description: 'That should have been paid by now, or not.' }),
    from: t.field({ type: 'DateTime', description: 'Whose period ends later.' }),
    before: t.field({ type: 'DateTime', description: 'Whose period begins earlier.' }),
  }),
})

builder.queryFields((t) => ({
  bill: t.field({
    type: Bill,
    nullable: true,
    description: 'One bill; null when there is none that you may see.',
    args: {
      billId: t.arg.id({ required: true, description: 'The hub’s id of the bill.' }),
      asOf: t.arg(asOfArgument),
    },
    complexity: costAsOf,
    resolve: async (_, { billId, asOf }, { view }) => {
      requirePrincipal(view.caller, 'billing:read')
      const live = await view.loaders.bills.load(uuidArgument('billId', billId))
      return readAsOf(view, 'bills', live, asOf)
    },
  }),
  bills: t.connection(
    {
      type: Bill,
      description: 'The bills that you may see: your organisation’s; operators see all.',
      args: {
        filter: t.arg({ type: BillFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were drafted: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, billOrder, direction)
        const rows = await readBills(view.db, view.caller, filter ?? {}, page)
        return pageOf(rows, page, creationKey)
      },
    },
    BillConnection,
  ),
}))
