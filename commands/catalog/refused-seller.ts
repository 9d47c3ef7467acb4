import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Nothing unless the person belongs to who sells the app, whatever organisation they act for. */
export const refusedSeller = async (
  { load }: CommandTools,
  sellerOrganisation: string,
  userId: string,
): Promise<Rejection | undefined> => {
  const { state } = await load(organisation, sellerOrganisation)
  return memberRoleOf(state, userId) === undefined
    ? undefined
    : reject('FORBIDDEN', 'Nobody rates what their own organisation sells.')
}
