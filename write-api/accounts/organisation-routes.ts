import { z } from 'zod'
import { addMember } from '../../commands/accounts/add-member.ts'
import { changeMemberRole } from '../../commands/accounts/change-member-role.ts'
import { createOrganisation } from '../../commands/accounts/create-organisation.ts'
import { removeMember } from '../../commands/accounts/remove-member.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, noBody } from '../shapes.ts'

const MemberPath = z.strictObject({ organisationId: Id, userId: Id })
const role = changeMemberRole.input.shape.role

export const organisationRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'createOrganisation',
    tag: 'accounts',
    summary: 'Found an organisation',
    problems: [],
    method: 'POST',
    path: '/v1/organisations',
    command: createOrganisation,
    params: z.strictObject({}),
    body: createOrganisation.input,
    input: (_, body) => body,
    status: 201,
    answer: z.object({ organisationId: Id }),
  }),
  mountCommand({
    operationId: 'addMember',
    tag: 'accounts',
    summary: 'Take a person into an organisation',
    problems: ['NOT_FOUND', 'ALREADY_MEMBER'],
    method: 'POST',
    path: '/v1/organisations/:organisationId/members',
    command: addMember,
    params: MemberPath.omit({ userId: true }),
    body: addMember.input.omit({ organisationId: true }),
    input: ({ organisationId }, body) => ({ organisationId, ...body }),
    status: 201,
    answer: MemberPath.extend({ role }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'changeMemberRole',
    tag: 'accounts',
    summary: 'Make a member an owner, or an owner a member',
    problems: ['NOT_FOUND', 'LAST_OWNER'],
    method: 'PATCH',
    path: '/v1/organisations/:organisationId/members/:userId',
    command: changeMemberRole,
    params: MemberPath,
    body: changeMemberRole.input.omit({ organisationId: true, userId: true }),
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: MemberPath.extend({ role }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'removeMember',
    tag: 'accounts',
    summary: 'Remove a member, or leave',
    problems: ['NOT_FOUND', 'LAST_OWNER'],
    method: 'DELETE',
    path: '/v1/organisations/:organisationId/members/:userId',
    command: removeMember,
    params: MemberPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: MemberPath,
    precondition: 'accepted',
  }),
]
