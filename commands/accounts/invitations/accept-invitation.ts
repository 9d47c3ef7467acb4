import { z } from 'zod'
import { memberRoleOf, organisation } from '../../../domain/accounts/organisation.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import { systemContext } from '../../shared/context.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { changeStep } from '../step.ts'
import { answerInvitation, type Answered } from './answer.ts'

/**
 * Joins an organisation with the token from the mail. The invitation is settled first, so that nobody joins by one that was
 * withdrawn. The second part has one id for ever, and is over once the address is forgotten, even where it had nothing to
 * write: repeating the first never brings back who was removed since.
 */
export const acceptInvitation = defineCommand({
  name: 'accounts.accept-invitation',
  input: z.strictObject({ token: z.string().max(200) }),
  scope: 'accounts:write',
  run: async ({ token }, tools) => {
    const answered = await answerInvitation(tools, token, 'AcceptInvitation')
    if (!('state' in answered)) return answered
    const { invitationId, userId, state } = answered
    const { organisationId, role } = state
    const answer = { organisationId, userId, role }
    if (tools.context.validateOnly === true) return { answer, changed: answered.changed }

    const joined = await join(tools, answered)
    if (joined !== undefined && !('stream' in joined)) return joined
    await tools.services.vault.destroy(invitationId)
    const { state: members } = await tools.load(organisation, organisationId)
    const current = memberRoleOf(members, userId)
    if (current === undefined) return notFound('membership')
    return { answer: { ...answer, role: current }, changed: joined ?? answered.changed }
  },
})

/** Nothing when there is nothing to do: they have joined by it before, or belong to the organisation anyway. */
const join = async (
  tools: CommandTools,
  { invitationId, userId, state }: Answered,
): Promise<Changed | Rejection | Failure | undefined> => {
  if ((await tools.services.vault.open(state.address)) === undefined) return undefined
  const { organisationId, role } = state
  const { correlationId, commandId } = tools.context
  const joining = derivedId(invitationId, 'join')
  const context = systemContext('invitations', joining, correlationId, commandId)
  const command = { type: 'AddMember', organisationId, userId, role } as const
  const own = { ...tools, context }
  const joined = await changeStep(own, 'join', organisation, organisationId, command)
  const wasMember = isRejection(joined) && joined.rejected === 'ALREADY_MEMBER'
  return wasMember ? undefined : joined
}
