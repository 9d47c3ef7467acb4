import { mfa } from '../../domain/accounts/mfa.ts'
import { writeChallenge, type FirstFactor } from '../../platform/auth/challenge-token.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CommandTools } from '../shared/tools.ts'

const validForMs = 5 * 60_000

/** Why a log-in that went well so far is not done: the person has a second factor. Nothing for who has none. */
export const challengeFor = async (
  { services, load }: CommandTools,
  userId: string,
  organisationId: string,
  first: FirstFactor,
): Promise<Failure | undefined> => {
  const { state } = await load(mfa, userId)
  if (state.kind !== 'on') return undefined
  const expiresAt = new Date(services.clock.now().getTime() + validForMs).toISOString()
  const { tokenKey } = services.secrets
  const token = writeChallenge(tokenKey, { userId, organisationId, first, expiresAt })
  return {
    code: 'MFA_REQUIRED',
    detail: 'A code of the authenticator, or a recovery code, completes the log-in.',
    challenge: { token, expiresAt },
  }
}
