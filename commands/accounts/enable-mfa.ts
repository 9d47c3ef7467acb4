import { z } from 'zod'
import { recoveryCodeCount } from '../../domain/accounts/mfa.ts'
import { recoveryCodeHash, writeRecoveryCodes } from '../../platform/auth/recovery-code.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { personOf } from './membership.ts'
import { SecondFactorCode, withCode } from './own-second-factor.ts'

/** The first code of the authenticator: from now on every log-in takes one. */
export const enableMfa = defineCommand({
  name: 'accounts.enable-mfa',
  input: z.strictObject({ code: SecondFactorCode }),
  scope: 'accounts:write',
  run: ({ code }, tools) => withNewRecoveryCodes(tools, code, 'EnableMfa'),
})

/** All recovery codes are replaced; a code of the authenticator, or one of the old ones, shows who asks. */
export const replaceRecoveryCodes = defineCommand({
  name: 'accounts.replace-recovery-codes',
  input: z.strictObject({ code: SecondFactorCode }),
  scope: 'accounts:write',
  run: ({ code }, tools) => withNewRecoveryCodes(tools, code, 'ReplaceRecoveryCodes'),
})

const withNewRecoveryCodes = async (
  tools: CommandTools,
  code: string,
  type: 'EnableMfa' | 'ReplaceRecoveryCodes',
) => {
  const userId = personOf(tools.context)
  if (typeof userId !== 'string') return userId
  const { tokenKey } = tools.services.secrets
  const written = writeRecoveryCodes(tokenKey, userId, tools.context.commandId, recoveryCodeCount)
  const recoveryCodes = written.map((text) => recoveryCodeHash(tokenKey, userId, text))
  const changed = await withCode(tools, userId, code, (proof) => ({
    type,
    userId,
    proof,
    recoveryCodes,
  }))
  return 'stream' in changed ? { answer: { recoveryCodes: written }, changed } : changed
}
