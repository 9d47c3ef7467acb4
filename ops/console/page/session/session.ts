import { command, newKey } from '../api/command.ts'
import { ApiFailure } from '../api/failure.ts'
import { textOf } from '../api/json.ts'

/** Somebody who is logged in, until the refresh token is used up or runs out. */
export type Session = {
  readonly userId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly accessToken: string
  /** When it runs out, in ms of this machine's clock. */
  readonly expiresAt: number
  readonly refreshToken: string
  /** Under this key it is exchanged, once: an exchange whose answer was lost, or another tab's, is answered the same. */
  readonly refreshKey: string
}

type Answer = Readonly<Record<string, unknown>>

const sessionOf = (answer: Answer, name: string): Session => {
  const { roles } = answer
  return {
    userId: textOf(answer['userId']) ?? '',
    name,
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    accessToken: textOf(answer['accessToken']) ?? '',
    expiresAt: Date.parse(textOf(answer['accessTokenExpiresAt']) ?? ''),
    refreshToken: textOf(answer['refreshToken']) ?? '',
    refreshKey: newKey(),
  }
}

/** The console shows what operators may see; for everybody else it has nothing. */
const insistOnOperator = async (session: Session): Promise<Session> => {
  if (session.roles.includes('operator')) return session
  await endSession(session)
  throw new ApiFailure(
    'FORBIDDEN',
    'The console is for operators of the hub. You were logged out again.',
  )
}

/** Throws MFA_REQUIRED with a challenge for who has a second factor. */
export const logIn = async (email: string, password: string): Promise<Session> => {
  const path = '/v1/sessions'
  const answer = await command({ method: 'POST', path, body: { email, password }, key: newKey() })
  return insistOnOperator(sessionOf(answer, email))
}

export const completeLogIn = async (
  challenge: string,
  code: string,
  email: string,
): Promise<Session> => {
  const path = '/v1/sessions/second-factor'
  const answer = await command({ method: 'POST', path, body: { challenge, code }, key: newKey() })
  return insistOnOperator(sessionOf(answer, email))
}

export const refreshed = async ({ refreshToken, refreshKey, name }: Session): Promise<Session> => {
  const path = '/v1/sessions/refresh'
  const answer = await command({ method: 'POST', path, body: { refreshToken }, key: refreshKey })
  return sessionOf(answer, name)
}

/** Tells the hub that the tokens are not wanted any more; where it does not listen they run out by themselves. */
export const endSession = async ({ accessToken: token }: Session): Promise<void> => {
  const path = '/v1/sessions/current'
  await command({ method: 'DELETE', path, token, key: newKey() }).catch(() => undefined)
}
