import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { UserConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { User } from '../schema/refs.ts'
import { requireOperator } from '../view/caller.ts'
import { UserStatus } from './account-types.ts'
import { readUsers, userKeyOf, userOrders } from './user-reads.ts'

const Role = builder.enumType('Role', {
  description: 'What a person does here.',
  values: {
    CONSUMER: { value: 'consumer', description: 'Runs circuits and apps.' },
    DEVELOPER: { value: 'developer', description: 'Sells apps.' },
    PROVIDER: { value: 'provider', description: 'Offers devices.' },
    OPERATOR: { value: 'operator', description: 'Runs the hub.' },
  },
})

const UserOrder = builder.enumType('UserOrder', {
  description: 'What a list of people is ordered by.',
  values: {
    CREATED_AT: { description: 'The order of their registration.' },
    USERNAME: { description: 'Their names; who has none any more is left out.' },
  },
})

const UserFilter = builder.inputType('UserFilter', {
  description: 'Which people are wanted; every member that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [UserStatus], description: 'In one of these states.' }),
    role: t.field({ type: Role, description: 'With this role, be it among others.' }),
    emailVerified: t.boolean({ description: 'Whether the address was verified.' }),
    createdFrom: t.field({ type: 'DateTime', description: 'Registered then or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Registered earlier.' }),
    text: t.string({ description: 'With this somewhere in the name or the address.' }),
  }),
})

const UserOrderBy = builder.inputType('UserOrderBy', {
  description: 'How a list of people is ordered.',
  fields: (t) => ({
    field: t.field({
      type: UserOrder,
      required: true,
      defaultValue: 'CREATED_AT',
      description: 'By what.',
    }),
    direction: t.field({
      type: Direction,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
})

builder.queryFields((t) => ({
  users: t.connection(
    {
      type: User,
      description: 'Everybody who ever registered; for operators of the hub.',
      args: {
        filter: t.arg({ type: UserFilter, description: 'Which; all when absent.' }),
        orderBy: t.arg({ type: UserOrderBy, description: 'The newest first when absent.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, orderBy, ...args }, { view }) => {
        requireOperator(view.caller)
        const { field, direction } = orderBy ?? { field: 'CREATED_AT', direction: 'DESC' }
        const page = pageRequest(args, userOrders[field], direction)
        return pageOf(await readUsers(view.db, filter ?? {}, page), page, userKeyOf[field])
      },
    },
    UserConnection,
  ),
}))
