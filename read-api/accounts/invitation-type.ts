import { builder } from '../schema/builder.ts'
import { Invitation, User } from '../schema/refs.ts'

const InvitationStatus = builder.enumType('InvitationStatus', {
  description: 'What became of an invitation.',
  values: {
    PENDING: { description: 'Nobody has answered; it is good until it expires.' },
    ACCEPTED: { description: 'Who was invited has joined.' },
    DECLINED: { description: 'Who was invited does not want to.' },
    REVOKED: { description: 'It was withdrawn.' },
  },
})

builder.node(Invitation, {
  description: 'That somebody may join an organisation. Seen by its members.',
  id: { resolve: ({ invitation_id }) => invitation_id },
  loadOne: (id, { view }) => view.loaders.invitations.load(id),
  fields: (t) => ({
    invitationId: t.exposeID('invitation_id', {
      description: 'The hub’s id, as commands take it.',
    }),
    email: t.exposeString('address', {
      nullable: true,
      description: 'The address; null once the invitation was answered or withdrawn.',
    }),
    role: t.exposeString('role', { description: 'What they are to be: a role of members.' }),
    status: t.expose('status', { type: InvitationStatus, description: 'What became of it.' }),
    sentAt: t.expose('sent_at', { type: 'DateTime', description: 'When it was sent.' }),
    expiresAt: t.expose('expires_at', { type: 'DateTime', description: 'Until when it is good.' }),
    settledAt: t.expose('settled_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was answered or withdrawn.',
    }),
    invitedBy: t.field({
      type: User,
      nullable: true,
      description: 'Who invited; null when not yours to see.',
      resolve: async ({ invited_by }, _, { view }) =>
        (await view.loaders.users.load(invited_by)) ?? null,
    }),
  }),
})
