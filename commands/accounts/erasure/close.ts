import type { ErasureReason } from '../../../domain/accounts/erasure.ts'
import { leavesOthers, organisation } from '../../../domain/accounts/organisation.ts'
import { isOver, user } from '../../../domain/accounts/user.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { notFound } from '../../shared/change.ts'
import type { Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'

export type ClosedAnswer = { readonly userId: string; readonly status: 'CLOSED' | 'ERASED' }

/** Closes an account for good. Refused while others would be left in an organisation without an owner, unless they inherit. */
export const closeFor = async (
  tools: CommandTools,
  userId: string,
  reason: ErasureReason,
  inherit: boolean,
): Promise<Completed<ClosedAnswer> | Rejection | Failure> => {
  const { state } = await tools.load(user, userId)
  if (state.kind === 'registered' && !inherit) {
    const { organisations } = await tools.services.footprint.belongingsOf(userId, state.emailHash)
    for (const organisationId of organisations) {
      const { state: members } = await tools.load(organisation, organisationId)
      if (leavesOthers(members, userId))
        return reject(
          'LAST_OWNER',
          `Others belong to the organisation ${organisationId}: hand it over, or remove them first.`,
        )
    }
  }
  const changed = await tools.change(user, userId, { type: 'CloseAccount', userId, reason })
  if (!('stream' in changed)) return changed
  const after = changed.state
  if (tools.context.validateOnly !== true && !isOver(after)) return notFound('account')
  const status = after.kind === 'erased' ? 'ERASED' : 'CLOSED'
  return { answer: { userId, status }, changed }
}
