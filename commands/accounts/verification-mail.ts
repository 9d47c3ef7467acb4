import { user } from '../../domain/accounts/user.ts'
import { verificationTokens } from '../../platform/auth/mailed-token.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { CommandTools } from '../shared/tools.ts'

const validForSeconds = 24 * 3600

/** The token that this command gives a person to prove their address by, and what the log is told of it. */
export const verificationFor = (
  { services, context }: CommandTools,
  userId: string,
): {
  readonly token: string
  readonly demand: { readonly tokenHash: string; readonly validForSeconds: number }
} => {
  const { tokenKey } = services.secrets
  const { token, tokenHash } = verificationTokens.write(tokenKey, userId, context.commandId)
  return { token, demand: { tokenHash, validForSeconds } }
}

/**
 * Sends the token while it is the one waited for, under an id that follows from the command: a repeated command sends what
 * a crash may have kept back, and nothing twice.
 */
export const mailVerification = async (
  tools: CommandTools,
  userId: string,
  email: string,
): Promise<void> => {
  const { token, demand } = verificationFor(tools, userId)
  const { state } = await tools.load(user, userId)
  if (state.kind !== 'registered' || state.verification.kind !== 'pending') return
  if (state.verification.tokenHash !== demand.tokenHash) return
  await tools.services.mailer.send({
    id: derivedId(tools.context.commandId, 'verification-mail'),
    person: userId,
    to: email,
    subject: 'Verify your e-mail address for Quantum Hub',
    text: [
      'Somebody registered at Quantum Hub with this address. If it was you, verify it with this token within 24 hours:',
      '',
      token,
      '',
      'If it was not you, there is nothing to do.',
      '',
    ].join('\n'),
  })
}
