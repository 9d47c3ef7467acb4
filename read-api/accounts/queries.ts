import { builder } from '../schema/builder.ts'
import { Organisation, User } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import type { View } from '../view/view.ts'

/** The person behind the caller: behind a key, the one who created it. */
const userIdOf = async (view: View): Promise<string | undefined> => {
  const { actor } = requirePrincipal(view.caller)
  if (actor.kind !== 'apiKey') return actor.id
  return (await view.loaders.apiKeys.load(actor.id))?.created_by
}

builder.queryFields((t) => ({
  me: t.field({
    type: User,
    nullable: true,
    description: 'The person who asks; null for callers that stand for nobody.',
    resolve: async (_, _args, { view }) => {
      const userId = await userIdOf(view)
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
