import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import {
  InvitationConnection,
  ApiKeyConnection,
  MembershipConnection,
} from '../schema/connections.ts'
import { Invitation, ApiKey, Membership, Organisation, User } from '../schema/refs.ts'
import { belongsTo, requirePrincipal } from '../view/caller.ts'
import { notFound } from '../errors/query-error.ts'
import { isOwnOrSeesAll } from './person-behind.ts'
import { createdOrder } from './reads.ts'

export const UserStatus = builder.enumType('UserStatus', {
  description: 'Whether a person may use the hub.',
  values: {
    ACTIVE: { description: 'May.' },
    DISABLED: { description: 'May not.' },
    DEACTIVATED: { description: 'Let the account rest, and can wake it.' },
    CLOSED: { description: 'Closed for good; erasure is under way.' },
    ERASED: { description: 'Closed for good; nothing personal is left.' },
  },
})

const MemberRole = builder.enumType('MemberRole', {
  description: 'What a member may do in an organisation.',
  values: {
    OWNER: { description: 'Everything, with the members too.' },
    ADMIN: { description: 'Everything but what makes, unmakes or touches owners.' },
    MEMBER: { description: 'Everything but change its members.' },
    BILLING: { description: 'Wallets, ledger and subscriptions.' },
    VIEWER: { description: 'Looks, and changes nothing.' },
  },
})

const OrganisationStatus = builder.enumType('OrganisationStatus', {
  description: 'Whether an organisation is still there.',
  values: {
    ACTIVE: { description: 'It is.' },
    CLOSED: { description: 'Its last member has gone, and its name with them.' },
  },
})

builder.node(User, {
  description: 'A person. Seen by the members of the same organisation.',
  id: { resolve: ({ user_id }) => user_id },
  loadOne: (id, { view }) => view.loaders.users.load(id),
  fields: (t) => ({
    userId: t.exposeID('user_id', { description: 'The hub’s id.' }),
    username: t.exposeString('username', {
      nullable: true,
      description: 'The name; null once the person’s data was erased.',
    }),
    email: t.string({
      nullable: true,
      description: 'The address; null when it is not yours, and once the person’s data was erased.',
      // Anybody may take anybody into an organisation by their username.
      resolve: async ({ user_id, email }, _, { view }) =>
        (await isOwnOrSeesAll(view, user_id)) ? email : null,
    }),
    emailVerified: t.exposeBoolean('email_verified', {
      description: 'Whether the address was verified.',
    }),
    roles: t.stringList({
      description: 'What the person does here: consumer, developer, provider, operator.',
      resolve: ({ roles }) => [...roles],
    }),
    status: t.expose('status', { type: UserStatus, description: 'Whether the person may.' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'Since when.' }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'The person’s own organisation; null when that is not yours.',
      resolve: async ({ organisation_id }, _, { view }) =>
        (await view.loaders.organisations.load(organisation_id)) ?? null,
    }),
    memberships: t.connection(
      {
        type: Membership,
        description:
          'The organisations that the person is a member of; only your own ones are shown.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ user_id }, args, { view }) =>
          view.loaders.memberships.load({
            parent: user_id,
            page: pageRequest(args, createdOrder, 'ASC'),
          }),
      },
      MembershipConnection,
    ),
  }),
})

builder.objectType(Membership, {
  description: 'That a person is a member of an organisation.',
  fields: (t) => ({
    role: t.expose('role', { type: MemberRole, description: 'What the person may do there.' }),
    since: t.expose('since', { type: 'DateTime', description: 'Since when.' }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'The person; null when not yours to see.',
      resolve: async ({ user_id }, _, { view }) => (await view.loaders.users.load(user_id)) ?? null,
    }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation; null when not yours to see.',
      resolve: async ({ organisation_id }, _, { view }) =>
        (await view.loaders.organisations.load(organisation_id)) ?? null,
    }),
  }),
})

builder.node(ApiKey, {
  description: 'A key of programs. The key itself was shown once and is kept nowhere.',
  id: { resolve: ({ key_id }) => key_id },
  loadOne: (id, { view }) => view.loaders.apiKeys.load(id),
  fields: (t) => ({
    keyId: t.exposeID('key_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'What it was called.' }),
    prefix: t.exposeString('prefix', { description: 'Its first characters.' }),
    last4: t.exposeString('last4', { description: 'The last characters of its body.' }),
    scopes: t.stringList({
      description: 'What it may be used for.',
      resolve: ({ scopes }) => [...scopes],
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was created.' }),
    expiresAt: t.expose('expires_at', { type: 'DateTime', description: 'When it ends by itself.' }),
    revokedAt: t.expose('revoked_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked.',
    }),
  }),
})

builder.node(Organisation, {
  description: 'Who owns wallets, jobs, devices and keys.',
  id: { resolve: ({ organisation_id }) => organisation_id },
  loadOne: async (id, { view }) =>
    (await view.loaders.organisations.load(id)) ?? view.loaders.providers.load(id),
  fields: (t) => ({
    organisationId: t.exposeID('organisation_id', { description: 'The hub’s id.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'Its name; null once it was closed.',
    }),
    status: t.expose('status', { type: OrganisationStatus, description: 'Whether it is there.' }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'Since when.' }),
    members: t.connection(
      {
        type: Membership,
        nullable: true,
        description: 'Its members, the oldest first; only for your own organisation.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ organisation_id }, args, { view }) => {
          requirePrincipal(view.caller)
          if (!belongsTo(view.caller, organisation_id)) throw notFound('organisation of yours')
          return view.loaders.members.load({
            parent: organisation_id,
            page: pageRequest(args, createdOrder, 'ASC'),
          })
        },
      },
      MembershipConnection,
    ),
    invitations: t.connection(
      {
        type: Invitation,
        nullable: true,
        description: 'Its invitations, the newest first; only for your own organisation.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ organisation_id }, args, { view }) => {
          requirePrincipal(view.caller, 'accounts:write')
          if (!belongsTo(view.caller, organisation_id)) throw notFound('organisation of yours')
          return view.loaders.invitationsOf.load({
            parent: organisation_id,
            page: pageRequest(args, createdOrder, 'DESC'),
          })
        },
      },
      InvitationConnection,
    ),
    apiKeys: t.connection(
      {
        type: ApiKey,
        nullable: true,
        description: 'Its API keys, the newest first; only for your own organisation.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ organisation_id }, args, { view }) => {
          requirePrincipal(view.caller, 'accounts:write')
          if (!belongsTo(view.caller, organisation_id)) throw notFound('organisation of yours')
          return view.loaders.apiKeysOf.load({
            parent: organisation_id,
            page: pageRequest(args, createdOrder, 'DESC'),
          })
        },
      },
      ApiKeyConnection,
    ),
  }),
})
