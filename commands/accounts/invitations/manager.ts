import { changesMembers } from '../../../domain/accounts/member-role.ts'
import {
  memberRoleOf,
  organisation,
  type ExistingOrganisation,
} from '../../../domain/accounts/organisation.ts'
import { refusalOf, user } from '../../../domain/accounts/user.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'

/** The organisation, when the caller changes its members; to strangers it is not there. */
export const managed = async (
  tools: CommandTools,
  organisationId: string,
): Promise<ExistingOrganisation | Rejection> => {
  const { actor } = tools.context
  const { state } = await tools.load(organisation, organisationId)
  if (state.kind !== 'existing') return notFound('organisation')
  if (actor.kind === 'operator' || actor.kind === 'system') return state
  const role = actor.kind === 'user' ? memberRoleOf(state, actor.id) : undefined
  if (role === undefined) return notFound('organisation')
  return changesMembers(role)
    ? state
    : reject('FORBIDDEN', 'Only owners and administrators invite.')
}

/** Whether this person may change the organisation's members today, as they could when they invited. */
export const mayStillInvite = async (
  tools: CommandTools,
  organisationId: string,
  userId: string,
): Promise<boolean> => {
  const { state: members } = await tools.load(organisation, organisationId)
  const { state: account } = await tools.load(user, userId)
  if (account.kind !== 'registered' || refusalOf(account) !== undefined) return false
  return changesMembers(memberRoleOf(members, userId)) || account.roles.includes('operator')
}
