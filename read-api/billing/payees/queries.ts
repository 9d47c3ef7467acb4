import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { uuidArgument } from '../../pagination/filter.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { PayeeConnection, PayoutConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { Payee, Payout } from '../../schema/refs.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { Onboarding, PayoutStatus } from './enums.ts'
import { payeeIsVisible, payoutIsVisible } from './reads.ts'

const PayoutFilter = builder.inputType('PayoutFilter', {
  description: 'Which payouts are wanted; every member that is given must hold.',
  fields: (t) => ({
    organisationId: t.id({ description: 'Of this payee.' }),
    status: t.field({ type: [PayoutStatus], description: 'In one of these states.' }),
  }),
})

builder.queryFields((t) => {
  const direction = t.arg({
    type: Direction,
    required: true,
    defaultValue: 'DESC',
    description: 'By when they began: which end comes first.',
  })
  return {
    payee: t.field({
      type: Payee,
      nullable: true,
      description: 'Who earns, and is paid; null when there is none that you may see.',
      args: {
        organisationId: t.arg.id({ required: true, description: 'The organisation that it is.' }),
      },
      resolve: async (_, { organisationId }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const id = uuidArgument('organisationId', organisationId)
        return (await view.loaders.payees.load(id)) ?? null
      },
    }),
    payees: t.connection(
      {
        type: Payee,
        description: 'The payees that you may see: your own; operators see all.',
        args: {
          onboarding: t.arg({ type: [Onboarding], description: 'In one of these states.' }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { onboarding, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller, 'billing:read')
          const page = pageRequest(args, creationOrder('payee'), from)
          const all = view.db.selectFrom('payees').selectAll().where(payeeIsVisible(view.caller))
          const wanted = onboarding == null ? all : all.where('onboarding', 'in', onboarding)
          return pageOf(await takePage(wanted, page).execute(), page, creationKey)
        },
      },
      PayeeConnection,
    ),
    payouts: t.connection(
      {
        type: Payout,
        description: 'The payouts that you may see: your own; operators see all.',
        args: {
          filter: t.arg({ type: PayoutFilter, description: 'Which; all when absent.' }),
          direction,
        },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { filter, direction: from, ...args }, { view }) => {
          requirePrincipal(view.caller, 'billing:read')
          const page = pageRequest(args, creationOrder('payout'), from)
          let wanted = view.db.selectFrom('payouts').selectAll().where(payoutIsVisible(view.caller))
          const { organisationId, status } = filter ?? {}
          if (organisationId != null) {
            const id = uuidArgument('organisationId', organisationId)
            wanted = wanted.where('organisation', '=', id)
          }
          if (status != null) wanted = wanted.where('status', 'in', status)
          return pageOf(await takePage(wanted, page).execute(), page, creationKey)
        },
      },
      PayoutConnection,
    ),
  }
})
