import { readOutbox } from '../../platform/mail/file-outbox.ts'
import { Refused, type HttpClient } from './http-client.ts'

/** Somebody who is logged in. */
export type Person = {
  readonly username: string
  readonly organisationId: string
  readonly token: string
}

const password = 'correct horse battery staple'

export const logIn = async (
  http: HttpClient,
  username: string,
  email: string,
  secret = password,
): Promise<Person> => {
  const { body } = await http.send('POST', '/v1/sessions', { email, password: secret })
  return {
    username,
    organisationId: String(body['organisationId']),
    token: String(body['accessToken']),
  }
}

/** Registers, follows the mail that lies in the outbox, and logs in: what a new user of the hub does. Who is there logs in. */
export const signUp = async (
  http: HttpClient,
  outbox: string,
  username: string,
  role: string,
): Promise<Person> => {
  const email = `${username}@example.org`
  try {
    await http.send('POST', '/v1/accounts', { email, username, password, roles: [role] })
  } catch (error) {
    if (error instanceof Refused && error.code === 'EMAIL_TAKEN')
      return logIn(http, username, email)
    throw error
  }
  const mail = (await readOutbox(outbox)).find(({ to }) => to === email)
  const token = /\bqhv_\S+/.exec(mail?.text ?? '')?.[0]
  if (token === undefined) throw new Error(`no verification mail came for ${email}`)
  await http.send('POST', '/v1/accounts/verify', { token })
  return logIn(http, username, email)
}
