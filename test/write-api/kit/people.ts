import { randomUUID } from 'node:crypto'
import { bootstrapOperator } from '../../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { readOutbox } from '../../../platform/mail/file-outbox.ts'
import { succeed } from './client.ts'
import type { TestHub } from './hub.ts'

export type Person = {
  readonly userId: string
  readonly organisationId: string
  readonly email: string
  readonly username: string
  readonly password: string
  readonly token: string
  readonly refreshToken: string
  readonly sessionId: string
}

export const password = 'correct horse battery staple'

export const logIn = async (hub: TestHub, email: string) =>
  (await succeed(hub.app, 'POST', '/v1/sessions', { body: { email, password } })).body

/** The tokens mailed to an address, in no order. */
export const mailedTokens = async (hub: TestHub, email: string): Promise<readonly string[]> =>
  (await readOutbox(hub.outbox))
    .filter(({ to }) => to === email)
    .flatMap(({ text }) => text.split('\n')[2] ?? [])

/** Signs up, proves the address and logs in. */
export const signUp = async (
  hub: TestHub,
  name: string,
  roles: readonly string[] = ['consumer'],
): Promise<Person> => {
  const username = `${name}-${randomUUID().slice(0, 8)}`
  const email = `${username}@example.org`
  const body = { email, username, password, roles }
  const account = await succeed(hub.app, 'POST', '/v1/accounts', { body })
  const [token] = await mailedTokens(hub, email)
  await succeed(hub.app, 'POST', '/v1/accounts/verify', { body: { token } })
  const session = await logIn(hub, email)
  return { ...account.body, email, username, password, ...session, token: session.accessToken }
}

/** An operator of the hub, as whoever runs it makes one. */
export const makeOperator = async (hub: TestHub): Promise<Person> => {
  const username = `operator-${randomUUID().slice(0, 8)}`
  const email = `${username}@example.org`
  const made = await execute(
    hub.services,
    bootstrapOperator,
    { email, username, password },
    systemContext('test', randomUUID(), randomUUID(), randomUUID()),
  )
  if (made.kind === 'failed') throw new Error(made.failure.detail)
  const session = await logIn(hub, email)
  return { ...made.answer, email, username, password, ...session, token: session.accessToken }
}
