import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { bootstrapOperator } from '../../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { readOutbox } from '../../../platform/mail/file-outbox.ts'
import { succeed } from './client.ts'
import type { TestHub } from './hub.ts'

const Session = z.object({
  userId: z.string(),
  sessionId: z.string(),
  organisationId: z.string(),
  accessToken: z.string(),
  refreshToken: z.string(),
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
})
export type Session = z.output<typeof Session>

export type Person = Omit<Session, 'accessToken'> & {
  readonly email: string
  readonly username: string
  readonly password: string
  readonly token: string
}

export const password = 'correct horse battery staple'

export const logIn = async (hub: TestHub, email: string): Promise<Session> => {
  const body = { email, password }
  return Session.parse((await succeed(hub.app, 'POST', '/v1/sessions', { body })).body)
}

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
  await succeed(hub.app, 'POST', '/v1/accounts', { body })
  const [token] = await mailedTokens(hub, email)
  await succeed(hub.app, 'POST', '/v1/accounts/verify', { body: { token } })
  const session = await logIn(hub, email)
  return { ...session, email, username, password, token: session.accessToken }
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
  return { ...session, email, username, password, token: session.accessToken }
}
