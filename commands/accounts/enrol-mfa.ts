import { z } from 'zod'
import { mfa } from '../../domain/accounts/mfa.ts'
import { user, type RegisteredUser } from '../../domain/accounts/user.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import { base32Of, totpUri } from '../../platform/auth/totp.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { macOf } from '../../platform/keys/derive-key.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { personOf } from './membership.ts'
import { refusedOwnPassword, wrongPassword } from './own-password.ts'
import { refusedDryRun } from './session-answer.ts'

const issuer = 'Quantum Hub'
/** RFC 4226, 4: 160 bits are recommended. */
const secretBytes = 20

/**
 * A person begins to use an authenticator app; it counts once a code of it came back. Who has a password shows it: a
 * stolen access token alone must not lock its owner out.
 */
export const enrolMfa = defineCommand({
  name: 'accounts.enrol-mfa',
  input: z.strictObject({ password: z.string().min(1).max(128).exactOptional() }),
  scope: 'accounts:write',
  run: async ({ password }, tools) => {
    const dryRun = refusedDryRun(tools)
    if (dryRun !== undefined) return dryRun
    const userId = personOf(tools.context)
    if (typeof userId !== 'string') return userId
    const { state: account } = await tools.load(user, userId)
    if (account.kind !== 'registered') return notFound('account')
    const before = await tools.answered(mfa, userId)
    const refused =
      before === undefined ? await refusedPassword(tools, userId, account, password) : undefined
    if (refused !== undefined) return refused
    const { vault, secrets } = tools.services
    const { commandId } = tools.context
    const secret = macOf(secrets.tokenKey, 'totp-secret', userId, commandId).subarray(
      0,
      secretBytes,
    )
    const changed =
      before ??
      (await tools.change(mfa, userId, {
        type: 'BeginMfaEnrolment',
        userId,
        secret: await vault.seal(userId, secret.toString('base64url')),
      }))
    if (!('stream' in changed)) return changed
    const label = (await vault.open(account.username)) ?? userId
    const answer = { secret: base32Of(secret), otpauthUri: totpUri(secret, issuer, label) }
    return { answer, changed }
  },
})

const refusedPassword = async (
  tools: CommandTools,
  userId: string,
  account: RegisteredUser,
  password: string | undefined,
): Promise<Rejection | Failure | undefined> => {
  if (account.passwordHash === undefined) return undefined
  return password === undefined
    ? wrongPassword
    : refusedOwnPassword(tools, userId, account, password)
}
