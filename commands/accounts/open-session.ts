import { session, type AuthenticationMethod, type Session } from '../../domain/accounts/session.ts'
import type { RegisteredUser } from '../../domain/accounts/user.ts'
import type { ChangeResult } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Opens a session of a person who has proved who they are, under their roles and epoch of now. */
export const openSession = async (
  tools: CommandTools,
  sessionId: string,
  userId: string,
  account: RegisteredUser,
  organisationId: string,
  amr: readonly AuthenticationMethod[],
): Promise<ChangeResult<Session>> => {
  const { services, context } = tools
  const { agent } = context
  return tools.change(session, sessionId, {
    type: 'OpenSession',
    sessionId,
    userId,
    organisationId,
    roles: account.roles,
    epoch: account.access.epoch,
    amr,
    ...(agent === undefined ? {} : { agent }),
    validForSeconds: services.policy.refreshTokenSeconds,
  })
}
