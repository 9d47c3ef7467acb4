import { scopesOf } from '../../domain/accounts/roles.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import { allows } from '../shared/context.ts'
import type { CommandTools } from '../shared/tools.ts'
import { personOf, refusedMembership } from './membership.ts'

export type Grantor = { readonly userId: string; readonly scopes: readonly string[] }

/** The signed-in person as one who gives a key of an organisation its scopes: with those they hold themselves. */
export const grantorFor = async (
  tools: CommandTools,
  organisationId: string,
): Promise<Grantor | Rejection> => {
  const { context } = tools
  const userId = personOf(context)
  if (typeof userId !== 'string') return userId
  const { state: account } = await tools.load(user, userId)
  if (account.kind !== 'registered') return notFound('account')
  const refused = refusalOf(account) ?? (await refusedMembership(tools, organisationId, userId))
  if (refused !== undefined) return refused
  // The token may have been given out before a role was taken away: both have to allow it.
  return { userId, scopes: scopesOf(account.roles).filter((scope) => allows(context, scope)) }
}
