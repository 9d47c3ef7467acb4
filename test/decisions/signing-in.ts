import { z } from 'zod'
import type { HttpClient } from '../../ops/client/http-client.ts'
import { codeAt } from '../../platform/auth/totp.ts'
import type { OpenIdPerson, TestOpenId } from '../servers/openid.ts'
import { refused } from './refused.ts'

const Session = z.object({ accessToken: z.string() })
const Begun = z.object({ flow: z.string(), authorizationUrl: z.string() })
const Linked = z.object({ identityId: z.string() })

const fromBase32 = (text: string): Buffer => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(text, (letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => parseInt(byte, 2)) ?? [],
  )
}

const somebody = (sub: string): OpenIdPerson => ({
  sub,
  email: `${sub}@example.net`,
  email_verified: true,
})

/** Sign-ins at a provider, and a second factor with all that becomes of it. */
export const signingIn = async (http: HttpClient, openid: TestOpenId): Promise<void> => {
  const back = async (path: string, person: OpenIdPerson, token?: string) => {
    const begun = await http.send('POST', `${path}/flows`, undefined, { token })
    const { flow, authorizationUrl } = Begun.parse(begun.body)
    return { flow, callback: await openid.signIn(authorizationUrl, person) }
  }
  const enter = async (person: OpenIdPerson): Promise<string> => {
    const path = '/v1/sign-in/example'
    const { body } = await http.send('POST', `${path}/sessions`, await back(path, person))
    return Session.parse(body).accessToken
  }
  const link = async (token: string, person: OpenIdPerson): Promise<string> => {
    const path = '/v1/me/sign-in/example'
    const callback = await back(path, person, token)
    const { body } = await http.send('POST', `${path}/identities`, callback, { token })
    return `/v1/me/identities/${Linked.parse(body).identityId}`
  }
  const [own, second] = [somebody('own'), somebody('second')]
  const token = await enter(own)
  await enter(own)
  const first = await link(token, own)
  await refused('LAST_SIGN_IN_METHOD', http.send('DELETE', first, undefined, { token }))
  const other = await link(token, second)
  await http.send('DELETE', other, undefined, { token })
  await http.send('DELETE', other, undefined, { token })
  await link(await enter(somebody('rival')), second)
  await refused('IDENTITY_TAKEN', link(token, second))

  const { body } = await http.send('POST', '/v1/me/mfa/enrolments', {}, { token })
  const secret = fromBase32(z.object({ secret: z.string() }).parse(body).secret)
  const withCode = (action: string, code: string) =>
    http.send('POST', `/v1/me/mfa/${action}`, { code }, { token })
  await refused('MFA_NOT_ENABLED', withCode('disable', '000000'))
  await refused('MFA_CODE_INVALID', withCode('enable', 'not a code'))
  const Codes = z.object({ recoveryCodes: z.array(z.string()) })
  const enabled = await withCode('enable', codeAt(secret, new Date()))
  const [one = '', two = ''] = Codes.parse(enabled.body).recoveryCodes
  await refused('MFA_REQUIRED', enter(own))
  await refused('MFA_CODE_INVALID', withCode('disable', codeAt(secret, new Date())))
  const replaced = await withCode('recovery-codes', one)
  await refused('MFA_CODE_INVALID', withCode('disable', two))
  for (let n = 0; n < 4; n++) await refused('MFA_CODE_INVALID', withCode('disable', 'not a code'))
  const [last = ''] = Codes.parse(replaced.body).recoveryCodes
  await refused('MFA_LOCKED', withCode('disable', last))
}
