import { builder } from '../schema/builder.ts'
import { Organisation, User } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { personBehind } from './person-behind.ts'

builder.queryFields((t) => ({
  me: t.field({
    type: User,
    nullable: true,
    description: 'The person who asks; null for callers that stand for nobody.',
    resolve: async (_, _args, { view }) => {
      const userId = await personBehind(view)
      return userId === undefined ? null : ((await view.loaders.users.load(userId)) ?? null)
    },
  }),
  organisation: t.field({
    type: Organisation,
    nullable: true,
    description: 'The organisation that you act for, or another one that you may see.',
    args: {
      organisationId: t.arg.id({ description: 'The hub’s id of it; your own when absent.' }),
    },
    resolve: async (_, { organisationId }, { view }) => {
      const { organisation } = requirePrincipal(view.caller)
      const id = organisationId ?? organisation
      const found = await view.loaders.organisations.load(id)
      return found ?? (await view.loaders.providers.load(id)) ?? null
    },
  }),
}))
