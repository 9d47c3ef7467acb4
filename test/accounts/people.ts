import { randomUUID } from 'node:crypto'
import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { logIn } from '../../commands/accounts/log-in.ts'
import { register } from '../../commands/accounts/register.ts'
import type { SessionAnswer } from '../../commands/accounts/session-answer.ts'
import { verify } from '../../commands/accounts/verify.ts'
import type { CommandContext } from '../../commands/shared/context.ts'
import type { Services } from '../../commands/shared/services.ts'
import { answerOf, run, type TestHub } from './hub.ts'

export const password = 'correct horse battery staple'

export const applicant = (name = `u${randomUUID().slice(0, 8)}`) => ({
  email: `${name}@example.org`,
  username: name,
  password,
})

/** The token in the newest-known mail to an address, by the command that sent it. */
export const tokensFor = async (hub: TestHub, email: string): Promise<readonly string[]> => {
  const mails = (await hub.mails()).filter(({ to }) => to === email)
  return mails.map(({ text }) => /qhv_[A-Za-z0-9_-]+/.exec(text)?.[0] ?? 'no token in the mail')
}

export type Person = SessionAnswer & {
  readonly email: string
  readonly username: string
  /** What a request of theirs is executed with. */
  readonly context: Partial<CommandContext>
}

const signedIn = async (
  services: Services,
  wish: ReturnType<typeof applicant>,
): Promise<Person> => {
  const { email } = wish
  const session = await answerOf(run(services, logIn, { email, password }))
  const verified = await services.accessTokens.verify(session.accessToken)
  if (verified.kind !== 'valid') throw new Error(`the access token is ${verified.kind}`)
  const { actor, organisation, scopes } = verified.principal
  return { ...session, ...wish, context: { actor, organisation, scopes } }
}

/** Registered, verified by mail, logged in. */
export const signUp = async (
  hub: TestHub,
  services: Services,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Person> => {
  const wish = applicant()
  await answerOf(run(services, register, { ...wish, ...more }))
  const [token] = await tokensFor(hub, wish.email)
  await answerOf(run(services, verify, { token }))
  return signedIn(services, wish)
}

export const makeOperator = async (services: Services): Promise<Person> => {
  const wish = applicant()
  await answerOf(run(services, bootstrapOperator, wish, { scopes: ['*'] }))
  return signedIn(services, wish)
}
