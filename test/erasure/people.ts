import { readOutbox } from '../../platform/mail/file-outbox.ts'
import { eventually } from '../servers/eventually.ts'
import { markOf, type Mark } from './scan.ts'
import type { Site } from './site.ts'

export const password = 'Zq-secret-pass-phrase 42'

/** Somebody all of whose texts are unlike any other's. */
export const markedPerson = (name: string) => ({
  email: `zq${name}mail7f3a@marker.example`,
  username: `zq${name}name7f3a`,
  organisationName: `Zq${name}Organisation7f3a`,
  founded: `Zq${name}Founded7f3a`,
  renamed: `Zq${name}Renamed7f3a`,
  displayName: `Zq${name}Display7f3a`,
  bio: `Zq${name}Biography7f3a`,
  contact: `zq${name}contact7f3a@marker.example`,
  reason: `Zq${name}Reason7f3a`,
  reviewTitle: `Zq${name}ReviewTitle7f3a`,
  reviewBody: `Zq${name}ReviewBody7f3a`,
  documentTitle: `Zq${name}DocumentTitle7f3a`,
  document: `Zq${name}Document7f3a`,
})

export type MarkedPerson = ReturnType<typeof markedPerson>

export const marksOf = (person: MarkedPerson): readonly Mark[] => Object.values(person).map(markOf)

export type SignedIn = {
  readonly person: MarkedPerson
  readonly userId: string
  readonly organisationId: string
  readonly token: string
}

const tokenFor = (site: Site, email: string, form: RegExp): Promise<string> =>
  eventually(async () => {
    const mails = (await readOutbox(site.outbox)).filter(({ to }) => to === email)
    return mails.map(({ text }) => form.exec(text)?.[0]).find((token) => token !== undefined)
  })

export const logIn = async (site: Site, person: MarkedPerson): Promise<SignedIn> => {
  const { email } = person
  const { body } = await site.http.send('POST', '/v1/sessions', { email, password })
  const { userId, organisationId, accessToken } = body
  return {
    person,
    userId: String(userId),
    organisationId: String(organisationId),
    token: String(accessToken),
  }
}

export const signUp = async (site: Site, person: MarkedPerson): Promise<SignedIn> => {
  const { email, username, organisationName } = person
  const wish = { email, username, organisationName, password, roles: ['consumer', 'provider'] }
  await site.http.send('POST', '/v1/accounts', wish)
  const token = await tokenFor(site, email, /\bqhv_\S+/)
  await site.http.send('POST', '/v1/accounts/verify', { token })
  return logIn(site, person)
}

export const invitationFor = (site: Site, email: string): Promise<string> =>
  tokenFor(site, email, /\bqhi_\S+/)
