import { apiKey, type ExistingApiKey } from '../../domain/accounts/api-key.ts'
import { changesMembers } from '../../domain/accounts/member-role.ts'
import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'

/**
 * A key, for who may manage it: who made it, who manages its organisation, operators, and the key itself where that is
 * said. To other organisations it is not there.
 */
export const managedKey = async (
  tools: CommandTools,
  keyId: string,
  { byItself = false }: { readonly byItself?: boolean } = {},
): Promise<ExistingApiKey | Rejection> => {
  const { actor, organisation: actingFor } = tools.context
  const { state: key } = await tools.load(apiKey, keyId)
  if (key.kind === 'absent') return notFound('API key')
  if (actor.kind === 'operator' || actor.kind === 'system') return key
  if (key.organisationId !== actingFor) return notFound('API key')
  const { state: members } = await tools.load(organisation, key.organisationId)
  const manages = actor.kind === 'user' && changesMembers(memberRoleOf(members, actor.id))
  if (manages || actor.id === key.createdBy || (byItself && actor.id === keyId)) return key
  return reject('FORBIDDEN', 'Only who made the key, or who manages the organisation, may do this.')
}
