import { z } from 'zod'
import { mfa, type Mfa, type MfaCommand, type Proof } from '../../domain/accounts/mfa.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { recoveryCodeHash } from '../../platform/auth/recovery-code.ts'
import { stepOf } from '../../platform/auth/totp.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { Changed } from '../shared/changed.ts'
import type { CommandTools } from '../shared/tools.ts'
import { writtenBy } from './written-by.ts'

/** Six digits of the authenticator, or a recovery code. */
export const SecondFactorCode = z.string().trim().min(6).max(40)

const isOfAuthenticator = (code: string): boolean => /^[0-9]{6}$/.test(code)

const proofOf = async (
  { services }: CommandTools,
  userId: string,
  state: Mfa,
  code: string,
): Promise<Proof> => {
  const { vault, secrets, clock } = services
  if (!isOfAuthenticator(code))
    return { kind: 'recoveryCode', codeHash: recoveryCodeHash(secrets.tokenKey, userId, code) }
  const secret = state.kind === 'off' ? undefined : await vault.open(state.secret)
  if (secret === undefined) return { kind: 'wrong' }
  const step = stepOf(Buffer.from(secret, 'base64url'), code, clock.now())
  return step === undefined ? { kind: 'wrong' } : { kind: 'step', step }
}

/**
 * What a person may do with a code alone. A wrong one is written down too, and answered for it, also when the same command
 * is repeated.
 */
export const withCode = async (
  tools: CommandTools,
  userId: string,
  code: string,
  commandOf: (proof: Proof) => MfaCommand,
): Promise<Changed | Rejection | Failure> => {
  // Otherwise codes could be tried without a trace.
  if (tools.context.validateOnly === true)
    return { code: 'INVALID_INPUT', detail: 'A command that takes a code has no dry run.' }
  const before = await tools.answered(mfa, userId)
  const changed = before ?? (await decide(tools, userId, code, commandOf))
  if (!('stream' in changed)) return changed
  const last = await writtenBy(tools, changed)
  return last?.type === 'MfaCodeRejected'
    ? reject('MFA_CODE_INVALID', 'The code is wrong, too old, or was used before.')
    : changed
}

const decide = async (
  tools: CommandTools,
  userId: string,
  code: string,
  commandOf: (proof: Proof) => MfaCommand,
) => {
  const { state } = await tools.load(mfa, userId)
  return tools.change(mfa, userId, commandOf(await proofOf(tools, userId, state, code)))
}
