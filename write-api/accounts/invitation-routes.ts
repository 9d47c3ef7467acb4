import { z } from 'zod'
import { acceptInvitation } from '../../commands/accounts/invitations/accept-invitation.ts'
import { declineInvitation } from '../../commands/accounts/invitations/decline-invitation.ts'
import { inviteMember } from '../../commands/accounts/invitations/invite-member.ts'
import { revokeInvitation } from '../../commands/accounts/invitations/revoke-invitation.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, Instant, noBody } from '../shapes.ts'

const InvitationPath = z.strictObject({ organisationId: Id, invitationId: Id })
const role = z.enum(['OWNER', 'ADMIN', 'MEMBER', 'BILLING', 'VIEWER'])
const token = 'qhi_0BrQ5kq3xN2yJ8vWc7TzLm4pHd9sFgRe1UaXiYoKbVnM'

export const invitationRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'inviteMember',
    tag: 'accounts',
    summary: 'Invite somebody into an organisation',
    description:
      'By owners and administrators. Whoever has the address is mailed a token that is good for seven days, and is told to register first when they have no account; whether they have one is not answered.',
    problems: ['NOT_FOUND', 'ALREADY_MEMBER'],
    links: [{ operationId: 'revokeInvitation', parameter: 'invitationId', member: 'invitationId' }],
    method: 'POST',
    path: '/v1/organisations/:organisationId/invitations',
    command: inviteMember,
    params: InvitationPath.omit({ invitationId: true }),
    body: inviteMember.input.omit({ organisationId: true }),
    example: { email: 'mina@example.org', role: 'MEMBER' },
    input: ({ organisationId }, body) => ({ organisationId, ...body }),
    status: 201,
    answer: InvitationPath.extend({ role, expiresAt: Instant }),
  }),
  mountCommand({
    operationId: 'revokeInvitation',
    tag: 'accounts',
    summary: 'Withdraw an invitation that nobody has answered',
    problems: ['NOT_FOUND', 'INVITATION_INVALID'],
    method: 'DELETE',
    path: '/v1/organisations/:organisationId/invitations/:invitationId',
    command: revokeInvitation,
    params: InvitationPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: InvitationPath,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'acceptInvitation',
    tag: 'accounts',
    summary: 'Join the organisation that you were invited to',
    description: 'With the token from the mail, signed in to the account that has its address.',
    problems: ['INVITATION_INVALID', 'NOT_FOUND'],
    method: 'POST',
    path: '/v1/invitations/accept',
    command: acceptInvitation,
    params: z.strictObject({}),
    body: acceptInvitation.input,
    example: { token },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ organisationId: Id, userId: Id, role }),
  }),
  mountCommand({
    operationId: 'declineInvitation',
    tag: 'accounts',
    summary: 'Decline an invitation, for good',
    problems: ['INVITATION_INVALID', 'NOT_FOUND'],
    method: 'POST',
    path: '/v1/invitations/decline',
    command: declineInvitation,
    params: z.strictObject({}),
    body: declineInvitation.input,
    example: { token },
    input: (_, body) => body,
    status: 200,
    answer: z.object({ invitationId: Id }),
  }),
]
