import { creationKey } from '../../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { PaymentConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { Payment } from '../../schema/refs.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { PaymentMethod } from './entry-types.ts'
import { PaymentPurpose, PaymentStatus } from './enums.ts'
import { paymentOrder, readPayments } from './reads.ts'

const PaymentFilter = builder.inputType('PaymentFilter', {
  description: 'Which payments are wanted; every member that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [PaymentStatus], description: 'In one of these states.' }),
    purpose: t.field({ type: PaymentPurpose, description: 'For this.' }),
    jobId: t.id({ description: 'For this job.' }),
    billId: t.id({ description: 'For this bill.' }),
    from: t.field({ type: 'DateTime', description: 'Asked for then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Asked for earlier.' }),
  }),
})

builder.queryFields((t) => ({
  payment: t.field({
    type: Payment,
    nullable: true,
    description: 'One payment; null when there is none that you may see.',
    args: {
      paymentId: t.arg.id({ required: true, description: 'The hub’s id of the payment.' }),
    },
    resolve: async (_, { paymentId }, { view }) => {
      requirePrincipal(view.caller, 'billing:read')
      return (await view.loaders.payments.load(paymentId)) ?? null
    },
  }),
  payments: t.connection(
    {
      type: Payment,
      description: 'The payments of your organisation; operators see all.',
      args: {
        filter: t.arg({ type: PaymentFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'In the order in which they were asked for: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, paymentOrder, direction)
        const rows = await readPayments(view.db, view.caller, filter ?? {}, page)
        return pageOf(rows, page, creationKey)
      },
    },
    PaymentConnection,
  ),
  paymentMethods: t.field({
    type: [PaymentMethod],
    description: 'The cards that your organisation has saved; twenty at most.',
    resolve: async (_, __, { view }) => {
      const { organisation } = requirePrincipal(view.caller, 'billing:read')
      const saved = await view.loaders.savedCards.load(organisation)
      return [...(saved?.cards ?? [])]
    },
  }),
}))
