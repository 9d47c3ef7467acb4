import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { LinkedIdentityConnection } from '../schema/connections.ts'
import { LinkedIdentity, User } from '../schema/refs.ts'
import { createdOrder } from './reads.ts'

builder.node(LinkedIdentity, {
  description: 'An account at an OpenID provider, by which a person signs in.',
  id: { resolve: ({ identity_id }) => identity_id },
  loadOne: (id, { view }) => view.loaders.linkedIdentities.load(id),
  fields: (t) => ({
    identityId: t.exposeID('identity_id', { description: 'The hub’s id, as commands take it.' }),
    provider: t.exposeString('provider', { description: 'The provider’s name here.' }),
    linkedAt: t.expose('linked_at', { type: 'DateTime', description: 'Since when.' }),
  }),
})

builder.objectField(User, 'linkedIdentities', (t) =>
  t.connection(
    {
      type: LinkedIdentity,
      description: 'The accounts elsewhere by which the person signs in; only your own are shown.',
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: ({ user_id }, args, { view }) =>
        view.loaders.linkedIdentitiesOf.load({
          parent: user_id,
          page: pageRequest(args, createdOrder, 'ASC'),
        }),
    },
    LinkedIdentityConnection,
  ),
)
