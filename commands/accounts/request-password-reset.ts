import { z } from 'zod'
import { EmailAddress } from '../../domain/accounts/names.ts'
import { user } from '../../domain/accounts/user.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { resetTokens } from '../../platform/auth/mailed-token.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { ownerOfEmail } from './name-hash.ts'
import { silence } from './silence.ts'

const validForSeconds = 3600

/** Mails a token to set a new password by. Whether there is such an account is not told. */
export const requestPasswordReset = defineCommand({
  name: 'accounts.request-password-reset',
  input: z.strictObject({ email: EmailAddress }),
  scope: 'public',
  run: async ({ email }, tools) => {
    const userId = await ownerOfEmail(tools, email)
    if (userId === undefined) return silence(tools, email)
    const { services, context } = tools
    const { token, tokenHash } = resetTokens.write(
      services.secrets.tokenKey,
      userId,
      context.commandId,
    )
    const changed = await tools.change(user, userId, {
      type: 'RequestPasswordReset',
      userId,
      tokenHash,
      validForSeconds,
    })
    const isUnfinished = isRejection(changed) && changed.rejected === 'NOT_FOUND'
    if (!('stream' in changed) && !isUnfinished) return changed
    await mailToken(tools, userId, email, token, tokenHash)
    return silence(tools, email)
  },
})

/** While it is the one that counts; a repeated command sends what a crash may have kept back, and nothing twice. */
const mailToken = async (
  tools: CommandTools,
  userId: string,
  email: string,
  token: string,
  tokenHash: string,
): Promise<void> => {
  const { state } = await tools.load(user, userId)
  if (state.kind !== 'registered') return
  const { reset } = state.access
  if (reset.kind === 'none' || reset.tokenHash !== tokenHash) return
  await tools.services.mailer.send({
    id: derivedId(tools.context.commandId, 'password-reset-mail'),
    person: userId,
    to: email,
    subject: 'A new password for Quantum Hub',
    text: [
      'Somebody asked for a new password for the account with this address. If it was you, set one with this token within an hour:',
      '',
      token,
      '',
      'If it was not you, there is nothing to do: without this token nobody can.',
      '',
    ].join('\n'),
  })
}
