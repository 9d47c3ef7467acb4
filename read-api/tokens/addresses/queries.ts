import type { LinkedAddressRow } from '../../../projections/tokens/addresses/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { Direction } from '../../schema/direction.ts'
import { requirePrincipal } from '../../view/caller.ts'
import { ownedBy, visible } from '../../view/visible.ts'

const order = creationOrder('linked.addresses')

const LinkedAddress = builder.objectRef<LinkedAddressRow>('LinkedAddress').implement({
  description: 'An address on a chain that an organisation has shown to hold.',
  fields: (t) => ({
    addressId: t.exposeID('address_id', {
      description: 'The hub’s id of it; what is paid with names it as `paymentMethodId`.',
    }),
    organisationId: t.exposeID('organisation', { description: 'Whose it is.' }),
    chain: t.exposeString('chain', { description: 'The hub’s key of the chain.' }),
    address: t.exposeString('address', { description: 'With the capitals of EIP-55.' }),
    linkedAt: t.expose('linked_at', { type: 'DateTime', description: 'When it was linked.' }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})

const LinkedAddressConnection = builder.connectionObject(
  {
    type: LinkedAddress,
    ...{ name: 'LinkedAddressConnection', description: 'A page of linked addresses.' },
  },
  {
    ...{ name: 'LinkedAddressEdge' },
    description: 'One of linked addresses, with its place in the list.',
  },
)

builder.queryFields((t) => ({
  linkedAddresses: t.connection(
    {
      type: LinkedAddress,
      description: 'The addresses that your organisation has linked; operators see all.',
      args: {
        chain: t.arg.string({ description: 'Only those on this chain.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were linked: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, chain, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, order, direction)
        const own = view.db
          .selectFrom('linked_addresses')
          .selectAll()
          .where(visible(view.caller, 'billing:read', ownedBy('linked_addresses.organisation')))
        const some = chain == null ? own : own.where('chain', '=', chain)
        const rows = await takePage(some, page).execute()
        return pageOf(rows, page, creationKey)
      },
    },
    LinkedAddressConnection,
  ),
}))
