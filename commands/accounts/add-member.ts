import { z } from 'zod'
import { Username } from '../../domain/accounts/names.ts'
import { MemberRole } from '../../domain/accounts/member-role.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { user } from '../../domain/accounts/user.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { ownerOfUsername } from './name-hash.ts'

/** An owner takes a person, named by username, into the organisation. */
export const addMember = defineCommand({
  name: 'accounts.add-member',
  input: z.strictObject({
    organisationId: Id,
    username: Username,
    role: MemberRole.default('MEMBER'),
  }),
  scope: 'accounts:write',
  run: async ({ organisationId, username, role }, tools) => {
    const userId = await ownerOfUsername(tools, username)
    if (userId === undefined) return notFound('username')
    const { state } = await tools.load(user, userId)
    if (state.kind !== 'registered') return notFound('username')
    const command = { type: 'AddMember', organisationId, userId, role } as const
    const changed = await tools.change(organisation, organisationId, command)
    return 'stream' in changed ? { answer: { organisationId, userId, role }, changed } : changed
  },
})
