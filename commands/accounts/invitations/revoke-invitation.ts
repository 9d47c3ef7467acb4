import { z } from 'zod'
import { invitation } from '../../../domain/accounts/invitation.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { managed } from './manager.ts'

/** Withdraws an invitation that nobody has answered yet. */
export const revokeInvitation = defineCommand({
  name: 'accounts.revoke-invitation',
  input: z.strictObject({ organisationId: Id, invitationId: Id }),
  scope: 'accounts:write',
  run: async (input, tools) => {
    const { organisationId, invitationId } = input
    const found = await managed(tools, organisationId)
    if (isRejection(found)) return found
    const command = { type: 'RevokeInvitation', invitationId, organisationId } as const
    const changed = await tools.change(invitation, invitationId, command)
    if (!('stream' in changed)) return changed
    if (tools.context.validateOnly !== true) await tools.services.vault.destroy(invitationId)
    return { answer: input, changed }
  },
})
