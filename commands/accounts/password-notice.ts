import type { RegisteredUser } from '../../domain/accounts/user.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Tells a person that their password is another one now: who did not do it learns of it. */
export const mailPasswordNotice = async (
  { services, context }: CommandTools,
  userId: string,
  account: RegisteredUser,
): Promise<void> => {
  // Nothing has changed yet.
  if (context.validateOnly === true) return
  const email = await services.vault.open(account.email)
  if (email === undefined) return
  await services.mailer.send({
    id: derivedId(context.commandId, 'password-notice'),
    person: userId,
    to: email,
    subject: 'Your password for Quantum Hub was changed',
    text: [
      'The password of your account was changed, and whoever was logged in with the old one was logged out.',
      '',
      'API keys still work. If it was not you, ask for a new password at once, and look through your keys.',
      '',
    ].join('\n'),
  })
}
