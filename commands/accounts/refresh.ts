import { z } from 'zod'
import { isOfEpoch } from '../../domain/accounts/account-access.ts'
import { session } from '../../domain/accounts/session.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { readRefreshToken } from '../../platform/auth/refresh-token.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { refusedMembership } from './membership.ts'
import { refusedDryRun, sessionAnswer } from './session-answer.ts'

const unknownToken: Failure = { code: 'UNAUTHENTICATED', detail: 'The refresh token is not valid.' }

/** Exchanges a refresh token for the next one and an access token. The roles are those of today. */
export const refresh = defineCommand({
  name: 'accounts.refresh',
  input: z.strictObject({ refreshToken: z.string().max(200), organisationId: Id.exactOptional() }),
  scope: 'public',
  run: async ({ refreshToken, organisationId: wanted }, tools) => {
    const dryRun = refusedDryRun(tools)
    if (dryRun !== undefined) return dryRun
    const token = readRefreshToken(tools.services.secrets.tokenKey, refreshToken)
    if (token === undefined) return unknownToken
    const { sessionId, generation } = token
    const before = await tools.answered(session, sessionId)
    if (before !== undefined) return 'code' in before ? before : sessionAnswer(tools, before)

    const { state } = await tools.load(session, sessionId)
    if (state.kind === 'absent') return unknownToken
    const { state: account } = await tools.load(user, state.userId)
    if (account.kind !== 'registered') return notFound('account')
    const organisationId = wanted ?? state.organisationId
    const refused =
      refusalOf(account) ?? (await refusedMembership(tools, organisationId, state.userId))
    if (refused !== undefined) return refused
    if (!isOfEpoch(account.access, sessionId, state.epoch))
      return reject('SESSION_REVOKED', 'The session has ended with all the others.')
    const { roles } = account
    const changed = await tools.change(session, sessionId, {
      type: 'RefreshSession',
      sessionId,
      generation,
      organisationId,
      roles,
    })
    return 'stream' in changed ? sessionAnswer(tools, changed) : changed
  },
})
