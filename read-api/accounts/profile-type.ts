import type { ProfileRow } from '../../projections/accounts/tables.ts'
import { builder } from '../schema/builder.ts'
import { Profile, User } from '../schema/refs.ts'

const ProfileLink = builder
  .objectRef<NonNullable<ProfileRow['links']>[number]>('ProfileLink')
  .implement({
    description: 'A page that a person points to.',
    fields: (t) => ({
      label: t.exposeString('label', { description: 'What it is called.' }),
      url: t.exposeString('url', { description: 'Where it is; always https.' }),
    }),
  })

builder.node(Profile, {
  description: 'What a person says of themselves. Public ones are seen by everybody.',
  id: { resolve: ({ user_id }) => user_id },
  loadOne: (id, { view }) => view.loaders.profiles.load(id),
  fields: (t) => ({
    userId: t.exposeID('user_id', { description: 'The hub’s id of the person.' }),
    username: t.string({
      nullable: true,
      description: 'The person’s name at the hub.',
      resolve: async ({ user_id }, _, { view }) =>
        (await view.loaders.usernames.load(user_id))?.username ?? null,
    }),
    displayName: t.exposeString('display_name', {
      nullable: true,
      description: 'What the person wants to be called.',
    }),
    organisation: t.exposeString('organisation', {
      nullable: true,
      description: 'Where the person works, in their own words.',
    }),
    bio: t.exposeString('bio', { nullable: true, description: 'A few words about them.' }),
    avatarUrl: t.exposeString('avatar_url', {
      nullable: true,
      description: 'Where their picture is; always https.',
    }),
    links: t.field({
      type: [ProfileLink],
      description: 'Pages that they point to, at most ten.',
      resolve: ({ links }) => [...(links ?? [])],
    }),
    contact: t.exposeString('contact', { nullable: true, description: 'How to reach them.' }),
    isPublic: t.exposeBoolean('is_public', { description: 'Whether everybody may see it.' }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', description: 'When it last changed.' }),
    revision: t.field({
      type: 'String',
      description: 'Of the profile’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})

builder.objectFields(User, (t) => ({
  profile: t.field({
    type: Profile,
    nullable: true,
    description: 'What the person says of themselves; null when not yours to see.',
    resolve: async ({ user_id }, _, { view }) =>
      (await view.loaders.profiles.load(user_id)) ?? null,
  }),
}))

builder.queryFields((t) => ({
  profile: t.field({
    type: Profile,
    nullable: true,
    description: 'What a person says of themselves; null when there is nothing you may see.',
    args: { userId: t.arg.id({ required: true, description: 'The hub’s id of the person.' }) },
    resolve: async (_, { userId }, { view }) => (await view.loaders.profiles.load(userId)) ?? null,
  }),
}))
