import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { codeAt } from '../../platform/auth/totp.ts'
import { createOpenIdProviders } from '../../platform/sign-in/openid-providers.ts'
import { startOpenId, type OpenIdPerson, type Tokens } from '../servers/openid.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { makeOperator, mailedTokens, password, signUp } from './kit/people.ts'

t.setTimeout(60_000)
const [hub, openid, elsewhere] = await Promise.all([startHub(), startOpenId(), startOpenId()])
const settings = (name: string, { issuer, client }: typeof openid) => ({
  name,
  issuer,
  scope: 'openid email profile',
  ...client,
})
const gone = { ...settings('gone', openid), issuer: 'http://127.0.0.1:9' }
const signIn = createOpenIdProviders([
  settings('example', openid),
  settings('elsewhere', elsewhere),
  gone,
  { ...settings('mistaken', openid), clientSecret: 'not the secret' },
])
const app = await hub.open(createMemoryCache(), {}, { signIn })
t.teardown(async () => {
  await app.close()
  await Promise.all([hub.stop(), openid.stop(), elsewhere.stop()])
})

const somebody = (more: Partial<OpenIdPerson> = {}): OpenIdPerson => {
  const name = `p${randomUUID().slice(0, 8)}`
  return {
    sub: randomUUID(),
    email: `${name}@example.org`,
    email_verified: true,
    preferred_username: name,
    ...more,
  }
}

const begin = async (provider = 'example', token?: string) => {
  const url =
    token === undefined ? `/v1/sign-in/${provider}/flows` : `/v1/me/sign-in/${provider}/flows`
  const { body } = await succeed(app, 'POST', url, token === undefined ? {} : { token })
  return { flow: String(body.flow), authorizationUrl: String(body.authorizationUrl) }
}

const complete = (body: object, key: string = randomUUID(), provider = 'example') =>
  call(app, 'POST', `/v1/sign-in/${provider}/sessions`, { body, key })

const enter = async (person: OpenIdPerson) => {
  const { flow, authorizationUrl } = await begin()
  return complete({ flow, callback: await openid.signIn(authorizationUrl, person) })
}

const link = async (token: string, person: OpenIdPerson) => {
  const { flow, authorizationUrl } = await begin('example', token)
  const callback = await openid.signIn(authorizationUrl, person)
  return call(app, 'POST', '/v1/me/sign-in/example/identities', { token, body: { flow, callback } })
}

const unlink = (token: string, identityId: string) =>
  call(app, 'DELETE', `/v1/me/identities/${identityId}`, { token })

const claimsOf = (token: unknown): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >

t.test('who was never here gets an account, and the same one the next time', async (t) => {
  const person = somebody()
  const { flow, authorizationUrl } = await begin()
  const asked = new URL(authorizationUrl).searchParams
  t.equal(asked.get('code_challenge_method'), 'S256')
  t.equal(asked.get('response_type'), 'code')
  t.ok((asked.get('state') ?? '').length >= 43 && (asked.get('nonce') ?? '').length >= 43)
  const callback = await openid.signIn(authorizationUrl, person)
  const [key, body] = [randomUUID(), { flow, callback, roles: ['developer'] }]
  const first = await complete(body, key)
  t.equal(first.status, 201, first.text)
  t.match(claimsOf(first.body.accessToken), { amr: ['fed'], roles: ['developer'] })
  t.match((await complete(body, key)).body, first.body, 'the same request, the same answer')
  const again = await enter(person)
  t.equal(again.body.userId, first.body.userId)
  t.not(again.body.sessionId, first.body.sessionId)

  // Without a password there is none to guess; a mail sets one.
  const { email } = person
  const guess = await call(app, 'POST', '/v1/sessions', { body: { email, password } })
  t.match(guess.body, { code: 'INVALID_CREDENTIALS' })
})

t.test('what comes back is good once, and in its own flow alone', async (t) => {
  const person = somebody()
  const own = await begin()
  const callback = await openid.signIn(own.authorizationUrl, person)
  const other = await begin()
  const failed = { status: 401, code: 'SIGN_IN_FAILED' }
  t.match((await complete({ flow: other.flow, callback })).body, failed, 'another’s flow')
  const forged = callback.replace(/code=[^&]+/, 'code=guess')
  t.match((await complete({ flow: own.flow, callback: forged })).body, failed, 'a guessed code')
  const foreign = callback.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example')
  t.match((await complete({ flow: own.flow, callback: foreign })).body, failed, 'another issuer')
  t.match((await complete({ flow: own.flow, callback: '' })).body, failed)
  const elsewhereFlow = await complete({ flow: own.flow, callback }, randomUUID(), 'elsewhere')
  t.match(elsewhereFlow.body, { code: 'CHALLENGE_INVALID' }, 'a flow of another provider')
  t.match((await complete({ flow: 'qhf_guess', callback })).body, { code: 'CHALLENGE_INVALID' })
  t.equal((await complete({ flow: own.flow, callback })).status, 201)
  t.match((await complete({ flow: own.flow, callback })).body, failed, 'a second time')
  const no = await begin()
  const refusal = await openid.signIn(no.authorizationUrl, 'says no')
  const said = await complete({ flow: no.flow, callback: refusal })
  t.match(said.body, { ...failed, detail: /access_denied/ })
  const late = await begin()
  const lateBack = await openid.signIn(late.authorizationUrl, person)
  hub.clock.advance(10 * 60_000)
  t.match((await complete({ flow: late.flow, callback: lateBack })).body, {
    code: 'CHALLENGE_INVALID',
  })
})

t.test(
  'an id token that was changed on its way, or is of another sign-in, is refused',
  async (t) => {
    let own: Tokens | undefined
    const changes: Readonly<Record<string, (tokens: Tokens) => object>> = {
      'as it is': (tokens) => (own = tokens),
      'of an earlier sign-in': (tokens) => ({ ...tokens, id_token: own?.id_token }),
      'with another signature': (tokens) => ({
        ...tokens,
        id_token: tokens.id_token.replace(
          /\.[^.]*$/,
          (signature) => `.${signature.slice(1).split('').reverse().join('')}`,
        ),
      }),
      'with other claims': (tokens) => {
        const [head = '', body = '', signature = ''] = tokens.id_token.split('.')
        const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString())
        const other = JSON.stringify({ ...Object(claims), sub: 'somebody else' })
        return {
          ...tokens,
          id_token: [head, Buffer.from(other).toString('base64url'), signature].join('.'),
        }
      },
      'without a signature': (tokens) => {
        const [, body = ''] = tokens.id_token.split('.')
        const none = Buffer.from('{"alg":"none"}').toString('base64url')
        return { ...tokens, id_token: `${none}.${body}.` }
      },
      'none at all': ({ access_token }) => ({ access_token, token_type: 'Bearer' }),
    }
    const forger = await startOpenId({
      tamper: (tokens) => (changes[now] ?? changes['as it is'])?.(tokens) ?? tokens,
    })
    let now = ''
    const forged = await hub.open(
      createMemoryCache(),
      {},
      { signIn: createOpenIdProviders([settings('forger', forger)]) },
    )
    t.teardown(() => Promise.all([forged.close(), forger.stop()]))
    for (const what of Object.keys(changes)) {
      now = what
      const { body } = await succeed(forged, 'POST', '/v1/sign-in/forger/flows')
      const callback = await forger.signIn(String(body.authorizationUrl), somebody())
      const answer = await call(forged, 'POST', '/v1/sign-in/forger/sessions', {
        body: { flow: body.flow, callback },
      })
      if (what === 'as it is') t.equal(answer.status, 201, what)
      else t.match(answer.body, { status: 401, code: 'SIGN_IN_FAILED' }, what)
    }
  },
)

t.test('an address alone takes nobody’s account over', async (t) => {
  const owner = await signUp(hub, 'owner')
  const thief = somebody({ email: owner.email.toUpperCase() })
  const head = await hub.head()
  t.match((await enter(thief)).body, { status: 409, code: 'IDENTITY_NOT_LINKED' })
  t.match((await enter(somebody({ email_verified: false }))).body, {
    code: 'VERIFIED_EMAIL_REQUIRED',
  })
  const odd = somebody({ email: 'no address at all' })
  t.match((await enter(odd)).body, { code: 'VERIFIED_EMAIL_REQUIRED' })
  const { email: _, ...nameless } = somebody()
  t.match((await enter(nameless)).body, { code: 'VERIFIED_EMAIL_REQUIRED' })
  t.equal(await hub.head(), head, 'and leaves nothing')
})

t.test('linked by who is logged in, it signs in; unlinked, it does not', async (t) => {
  const owner = await signUp(hub, 'linking')
  const person = somebody({ email: owner.email })
  const linked = await link(owner.token, person)
  t.equal(linked.status, 201, linked.text)
  const entered = await enter(person)
  t.equal(entered.body.userId, owner.userId)
  t.equal((await link(owner.token, person)).body.identityId, linked.body.identityId)

  const rival = await signUp(hub, 'rival')
  t.match((await link(rival.token, person)).body, { status: 409, code: 'IDENTITY_TAKEN' })
  const { identityId } = linked.body
  t.match((await unlink(rival.token, String(identityId))).body, { code: 'NOT_FOUND' })
  t.equal((await unlink(owner.token, String(identityId))).status, 200)
  t.equal((await unlink(owner.token, String(identityId))).status, 200, 'a wish that is true')
  t.match((await enter(person)).body, { code: 'IDENTITY_NOT_LINKED' })
  t.equal((await link(rival.token, person)).status, 201, 'it is free for others')
  t.equal((await enter(person)).body.userId, rival.userId)
})

t.test('a flow to link is for the one who began it', async (t) => {
  const [owner, rival] = [await signUp(hub, 'begins'), await signUp(hub, 'steals')]
  const { flow, authorizationUrl } = await begin('example', owner.token)
  const callback = await openid.signIn(authorizationUrl, somebody())
  const url = '/v1/me/sign-in/example/identities'
  const stolen = await call(app, 'POST', url, { token: rival.token, body: { flow, callback } })
  t.match(stolen.body, { code: 'CHALLENGE_INVALID' })
  t.match((await complete({ flow, callback })).body, { code: 'CHALLENGE_INVALID' })
})

t.test('the last way to log in stays, until there is a password', async (t) => {
  const person = somebody()
  const { body } = await enter(person)
  const token = String(body.accessToken)
  const second = await link(token, somebody())
  const first = await link(token, person)
  t.equal((await unlink(token, String(second.body.identityId))).status, 200)
  const last = await unlink(token, String(first.body.identityId))
  t.match(last.body, { status: 409, code: 'LAST_SIGN_IN_METHOD' })
  const email = String(person.email)
  await succeed(app, 'POST', '/v1/password-resets', { body: { email } })
  const [mailed] = await mailedTokens(hub, email)
  await succeed(app, 'POST', '/v1/password-resets/complete', {
    body: { token: mailed, password },
  })
  const session = await succeed(app, 'POST', '/v1/sessions', { body: { email, password } })
  t.equal(
    (await unlink(String(session.body.accessToken), String(first.body.identityId))).status,
    200,
  )
})

t.test('who has a second factor here gives it here, too', async (t) => {
  const owner = await signUp(hub, 'both')
  const { token } = owner
  const person = somebody()
  t.equal((await link(token, person)).status, 201)
  const { body } = await succeed(app, 'POST', '/v1/me/mfa/enrolments', {
    token,
    body: { password },
  })
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = Array.from(String(body.secret), (letter) =>
    alphabet.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const secret = Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => parseInt(byte, 2)) ?? [],
  )
  const code = (): string => codeAt(secret, hub.clock.now())
  await succeed(app, 'POST', '/v1/me/mfa/enable', { token, body: { code: code() } })
  hub.clock.advance(30_000)
  const halfway = await enter(person)
  t.match(halfway.body, { status: 401, code: 'MFA_REQUIRED', challenge: { token: /^qhc_/ } })
  const challenge: unknown = halfway.body.challenge.token
  const done = await succeed(app, 'POST', '/v1/sessions/second-factor', {
    body: { challenge, code: code() },
  })
  t.match(claimsOf(done.body.accessToken), { amr: ['fed', 'otp', 'mfa'] })
})

t.test('a disabled account stays shut', async (t) => {
  const person = somebody()
  const { body } = await enter(person)
  const { token } = await makeOperator(hub)
  await succeed(app, 'POST', `/v1/accounts/${String(body.userId)}/disable`, {
    token,
    body: { reason: 'test' },
  })
  t.match((await enter(person)).body, { status: 403, code: 'ACCOUNT_DISABLED' })
})

t.test('two who come at once with one account become one person', async (t) => {
  const person = somebody()
  const flows = await Promise.all([begin(), begin()])
  const backs: string[] = []
  for (const { authorizationUrl } of flows)
    backs.push(await openid.signIn(authorizationUrl, person))
  await Promise.all(flows.map(({ flow }, n) => complete({ flow, callback: backs[n] })))
  const [one, two] = [await enter(person), await enter(person)]
  t.equal(one.status, 201, one.text)
  t.equal(one.body.userId, two.body.userId)
})

t.test('a provider that is away is told as such, and one that nobody knows', async (t) => {
  const away = await call(app, 'POST', '/v1/sign-in/gone/flows')
  t.match(away.body, { status: 503, code: 'UNAVAILABLE', retryable: true })
  t.match((await call(app, 'POST', '/v1/sign-in/nobody/flows')).body, { code: 'NOT_FOUND' })
  const { flow, authorizationUrl } = await begin('mistaken')
  const callback = await openid.signIn(authorizationUrl, somebody())
  const mistaken = await complete({ flow, callback }, randomUUID(), 'mistaken')
  t.match(mistaken.body, { status: 503, code: 'UNAVAILABLE' }, 'our own mistake is nobody’s fault')
})
