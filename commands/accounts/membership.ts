import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import type { CommandContext } from '../shared/context.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Nothing when the person belongs to the organisation now. */
export const refusedMembership = async (
  tools: CommandTools,
  organisationId: string,
  userId: string,
): Promise<Rejection | undefined> => {
  const { state } = await tools.load(organisation, organisationId)
  return memberRoleOf(state, userId) === undefined
    ? reject('FORBIDDEN', 'You do not belong to this organisation.')
    : undefined
}

/** The signed-in person's user id; API keys and the hub itself are nobody. */
export const personOf = ({ actor }: CommandContext): string | Rejection =>
  actor.kind === 'user' || actor.kind === 'operator'
    ? actor.id
    : reject('FORBIDDEN', 'Only a signed-in person may do this.')
