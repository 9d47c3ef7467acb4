import { z } from 'zod'
import { addMember } from '../../commands/accounts/add-member.ts'
import { changeMemberRole } from '../../commands/accounts/change-member-role.ts'
import { createOrganisation } from '../../commands/accounts/create-organisation.ts'
import { renameOrganisation } from '../../commands/accounts/rename-organisation.ts'
import { transferOwnership } from '../../commands/accounts/transfer-ownership.ts'
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
    example: { name: 'Quantum Chemistry Lab' },
    input: (_, body) => body,
    status: 201,
    answer: z.object({ organisationId: Id }),
  }),
  mountCommand({
    operationId: 'renameOrganisation',
    tag: 'accounts',
    summary: 'Give an organisation another name',
    problems: ['NOT_FOUND'],
    method: 'PATCH',
    path: '/v1/organisations/:organisationId',
    command: renameOrganisation,
    params: MemberPath.omit({ userId: true }),
    body: renameOrganisation.input.omit({ organisationId: true }),
    example: { name: 'Quantum Chemistry Lab' },
    input: ({ organisationId }, body) => ({ organisationId, ...body }),
    status: 200,
    answer: MemberPath.omit({ userId: true }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'transferOwnership',
    tag: 'accounts',
    summary: 'Hand an organisation over to another member',
    description: 'By an owner, who stays as an administrator.',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: '/v1/organisations/:organisationId/owner',
    command: transferOwnership,
    params: MemberPath.omit({ userId: true }),
    body: transferOwnership.input.omit({ organisationId: true }),
    example: { userId: '0b8f7c1e-3a52-4d3f-9a63-1c0e5f7d2b11' },
    input: ({ organisationId }, body) => ({ organisationId, ...body }),
    status: 200,
    answer: MemberPath,
    precondition: 'accepted',
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
    example: { username: 'priya', role: 'MEMBER' },
    input: ({ organisationId }, body) => ({ organisationId, ...body }),
    status: 201,
    answer: MemberPath.extend({ role }),
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'changeMemberRole',
    tag: 'accounts',
    summary: 'Give a member another role',
    problems: ['NOT_FOUND', 'LAST_OWNER'],
    method: 'PATCH',
    path: '/v1/organisations/:organisationId/members/:userId',
    command: changeMemberRole,
    params: MemberPath,
    body: changeMemberRole.input.omit({ organisationId: true, userId: true }),
    example: { role: 'OWNER' },
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
