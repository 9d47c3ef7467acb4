import {
  invitation,
  invitationInvalid,
  type SentInvitation,
} from '../../../domain/accounts/invitation.ts'
import { refusalOf, user } from '../../../domain/accounts/user.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { readInvitationToken } from '../../../platform/auth/invitation-token.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { personOf } from '../membership.ts'
import { mayStillInvite } from './manager.ts'

export type Answered = {
  readonly invitationId: string
  readonly userId: string
  readonly state: SentInvitation
  readonly changed: Changed
}

/** Settles an invitation on behalf of who is signed in: their address is proved, and it is the one that was invited. */
export const answerInvitation = async (
  tools: CommandTools,
  token: string,
  type: 'AcceptInvitation' | 'DeclineInvitation',
): Promise<Answered | Rejection | Failure> => {
  const userId = personOf(tools.context)
  if (typeof userId !== 'string') return userId
  const read = readInvitationToken(token)
  if (read === undefined) return reject('INVITATION_INVALID', 'This is no token of an invitation.')
  const { invitationId, tokenHash } = read
  const { state: account } = await tools.load(user, userId)
  if (account.kind !== 'registered') return notFound('account')
  const refused = refusalOf(account)
  if (refused !== undefined) return refused
  const { state: sent } = await tools.load(invitation, invitationId)
  const joins = type === 'AcceptInvitation' && sent.kind === 'sent' && sent.status === 'PENDING'
  // Whoever was sent away would come back by what they sent before, to another address of their own.
  if (joins && !(await mayStillInvite(tools, sent.organisationId, sent.invitedBy)))
    return invitationInvalid
  const { emailHash: addressHash } = account
  const command = { type, invitationId, userId, addressHash, tokenHash } as const
  const changed = await tools.change(invitation, invitationId, command)
  if (!('stream' in changed)) return changed
  const { state } = changed
  return state.kind === 'absent' ? notFound('invitation') : { invitationId, userId, state, changed }
}
