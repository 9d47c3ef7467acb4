import { z } from 'zod'
import { invitation } from '../../../domain/accounts/invitation.ts'
import { GrantedRole } from '../../../domain/accounts/member-role.ts'
import { EmailAddress } from '../../../domain/accounts/names.ts'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { writeInvitationToken } from '../../../platform/auth/invitation-token.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { personOf } from '../membership.ts'
import { emailHashOf, ownerOfEmail } from '../name-hash.ts'
import { mailInvitation } from './invitation-mail.ts'
import { managed } from './manager.ts'

const validForSeconds = 7 * 24 * 3600

/** Mails that one person may have the hub send to addresses of their choice. */
const invitations = { size: 50, fillsInMs: 3_600_000 }

const refusedNow = async (
  { services }: CommandTools,
  userId: string,
): Promise<Failure | undefined> => {
  // Without the cache nobody is held up, as with every other rate.
  const { taken, waitMs } = await services.keyMeter
    .takeTokens(`invitations:${userId}`, invitations, 1)
    .catch(() => ({ taken: true, waitMs: 0 }))
  if (taken) return undefined
  const detail = `Too many invitations: wait for ${Math.ceil(waitMs / 1000)} seconds.`
  return { code: 'RATE_LIMITED', detail }
}

/** Invites whoever has an e-mail address into the organisation. Whether they have an account is not told. */
export const inviteMember = defineCommand({
  name: 'accounts.invite-member',
  input: z.strictObject({
    organisationId: Id,
    email: EmailAddress,
    role: GrantedRole.default('MEMBER'),
  }),
  scope: 'accounts:write',
  run: async ({ organisationId, email, role }, tools) => {
    const { context, services } = tools
    const invitedBy = personOf(context)
    if (typeof invitedBy !== 'string') return invitedBy
    const invitationId = derivedId(context.commandId, 'invitation')
    const { tokenKey } = services.secrets
    const { token, tokenHash } = writeInvitationToken(tokenKey, invitationId, context.commandId)
    const changed = await tools.create(invitation, invitationId, async () => {
      const found = await managed(tools, organisationId)
      if (isRejection(found)) return found
      const known = await ownerOfEmail(tools, email)
      const current = known === undefined ? undefined : found.members[known]
      if (current !== undefined) return reject('ALREADY_MEMBER', `They are ${current} already.`)
      const refused = context.validateOnly === true ? undefined : await refusedNow(tools, invitedBy)
      if (refused !== undefined) return refused
      const address = await services.vault.seal(invitationId, email)
      const addressHash = emailHashOf(services, email)
      const wish = { organisationId, invitedBy, address, addressHash, role, tokenHash }
      const command = { type: 'SendInvitation', invitationId, invitation: wish } as const
      return { command: { ...command, validForSeconds } }
    })
    if (!('stream' in changed)) return changed
    const { state } = changed
    if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such invitation.')
    if (state.status === 'PENDING' && context.validateOnly !== true)
      await mailInvitation(tools, { invitationId, organisationId, email, token })
    return { answer: { invitationId, organisationId, role, expiresAt: state.expiresAt }, changed }
  },
})
