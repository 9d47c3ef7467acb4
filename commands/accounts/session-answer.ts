import { scopesIn } from '../../domain/accounts/member-role.ts'
import { memberRoleOf, organisation } from '../../domain/accounts/organisation.ts'
import type { Role, Scope } from '../../domain/accounts/roles.ts'
import { grantOf, type Session } from '../../domain/accounts/session.ts'
import { msOf } from '../../domain/shared/instant.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { writeRefreshToken } from '../../platform/auth/refresh-token.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { Changed } from '../shared/changed.ts'
import type { Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { writtenBy } from './written-by.ts'

export type SessionAnswer = {
  readonly userId: string
  readonly sessionId: string
  readonly organisationId: string
  readonly roles: readonly Role[]
  readonly scopes: readonly Scope[]
  readonly accessToken: string
  readonly accessTokenExpiresAt: string
  readonly refreshToken: string
  readonly refreshTokenExpiresAt: string
}

/**
 * Both tokens follow from the event that granted them, so a repeated command gets the very same texts; unless what the
 * person is in the organisation has changed, for scopes are never those of before.
 */
export const sessionAnswer = async (
  tools: CommandTools,
  changed: Changed & { readonly state: Session },
): Promise<Completed<SessionAnswer> | Rejection> => {
  const event = await writtenBy(tools, changed)
  const grant = event === undefined ? undefined : grantOf(event)
  if (grant === undefined || changed.state.kind === 'absent')
    return reject(
      'REFRESH_TOKEN_REUSED',
      'The token was exchanged before; somebody has a copy, so the session was ended.',
    )
  const { userId, sessionId, organisationId, roles, generation, at } = grant
  const { state: members } = await tools.load(organisation, organisationId)
  const scopes = scopesIn(memberRoleOf(members, userId), roles)
  const { accessTokens, secrets } = tools.services
  const issuedAt = new Date(msOf(at))
  const { amr } = changed.state
  const access = { userId, organisation: organisationId, roles, scopes, sessionId, amr, issuedAt }
  const { token, expiresAt } = await accessTokens.sign(access)
  const answer = {
    userId,
    sessionId,
    organisationId,
    roles,
    scopes,
    accessToken: token,
    accessTokenExpiresAt: expiresAt,
    refreshToken: writeRefreshToken(secrets.tokenKey, { sessionId, generation }),
    refreshTokenExpiresAt: changed.state.expiresAt,
  }
  return { answer, changed }
}

/** A dry run would have to show secrets of what does not exist, or tell whether a guess is right. */
export const refusedDryRun = ({ context }: CommandTools): Failure | undefined =>
  context.validateOnly === true
    ? { code: 'INVALID_INPUT', detail: 'A command that hands out or takes secrets has no dry run.' }
    : undefined
