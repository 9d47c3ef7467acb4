import { invitation } from '../../../domain/accounts/invitation.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { changeStep } from '../step.ts'

/** Withdraws what others have sent to the person's address and nobody has answered. */
export const endInvitations = async (
  tools: CommandTools,
  invitations: readonly string[],
): Promise<Rejection | Failure | undefined> => {
  for (const invitationId of invitations) {
    const { state } = await tools.load(invitation, invitationId)
    if (state.kind === 'absent') continue
    const { organisationId } = state
    const command = { type: 'RevokeInvitation', invitationId, organisationId } as const
    const revoked = await changeStep(tools, 'revoke', invitation, invitationId, command)
    // Answered meanwhile: it is settled all the same.
    const isSettled = isRejection(revoked) && revoked.rejected === 'INVITATION_INVALID'
    if (!('stream' in revoked) && !isSettled) return revoked
  }
  return undefined
}
