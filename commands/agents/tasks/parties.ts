import { memberRoleOf, organisation } from '../../../domain/accounts/organisation.ts'
import type { Requester, Worker } from '../../../domain/agents/tasks/parties.ts'
import { isRejection, type Rejection } from '../../../domain/shared/rejection.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { personOf } from '../../accounts/membership.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { CommandTools } from '../../shared/tools.ts'

export const requesterOf = ({ actor: { kind, id } }: CommandContext): Requester => {
  switch (kind) {
    case 'user':
    case 'operator':
      return { kind: 'USER', id }
    case 'apiKey':
      return { kind: 'API_KEY', id }
    case 'agent':
      return { kind: 'AGENT', id }
    case 'system':
      return { kind: 'SYSTEM', id }
    default:
      return exhausted(kind)
  }
}

/** The person who asks, with the role that they have in the organisation now. Keys work on nothing. */
export const workerOf = async (
  { context, load }: Pick<CommandTools, 'context' | 'load'>,
  organisationId: string,
): Promise<Worker | Rejection> => {
  const userId = personOf(context)
  if (typeof userId !== 'string') return isRejection(userId) ? userId : exhausted(userId)
  const { state } = await load(organisation, organisationId)
  return { kind: 'USER', userId, role: memberRoleOf(state, userId) }
}
