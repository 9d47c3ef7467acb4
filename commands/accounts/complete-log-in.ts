import { z } from 'zod'
import { session } from '../../domain/accounts/session.ts'
import { refusalOf, user } from '../../domain/accounts/user.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { readChallenge } from '../../platform/auth/challenge-token.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { refusedMembership } from './membership.ts'
import { openSession } from './open-session.ts'
import { SecondFactorCode, withCode } from './own-second-factor.ts'
import { refusedDryRun, sessionAnswer } from './session-answer.ts'

/** The second step of a log-in that was answered with a challenge. */
export const completeLogIn = defineCommand({
  name: 'accounts.complete-log-in',
  input: z.strictObject({ challenge: z.string().max(200), code: SecondFactorCode }),
  scope: 'public',
  run: async ({ challenge: text, code }, tools) => {
    const dryRun = refusedDryRun(tools)
    if (dryRun !== undefined) return dryRun
    const sessionId = derivedId(tools.context.commandId, 'session')
    const before = await tools.answered(session, sessionId)
    if (before !== undefined) return 'code' in before ? before : sessionAnswer(tools, before)

    const { secrets, clock } = tools.services
    const challenge = readChallenge(secrets.tokenKey, text, clock.now())
    if (challenge === undefined)
      return reject('CHALLENGE_INVALID', 'The challenge is wrong or has expired.')
    const { userId, organisationId, first } = challenge
    const { state: account } = await tools.load(user, userId)
    if (account.kind !== 'registered') return notFound('account')
    const refused = refusalOf(account) ?? (await refusedMembership(tools, organisationId, userId))
    if (refused !== undefined) return refused
    const passed = await withCode(tools, userId, code, (proof) => ({
      type: 'PassMfa',
      userId,
      proof,
    }))
    if (!('stream' in passed)) return passed
    const amr = [first, 'otp', 'mfa'] as const
    const opened = await openSession(tools, sessionId, userId, account, organisationId, amr)
    return 'stream' in opened ? sessionAnswer(tools, opened) : opened
  },
})
