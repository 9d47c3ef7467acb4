import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { codeAt } from '../../platform/auth/totp.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { logIn, makeOperator, password, signUp, type Person } from './kit/people.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app, clock } = hub
const minute = 60_000

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** RFC 4648, as an app would read what it was given. */
const bytesOf = (base32: string): Buffer => {
  const bits = Array.from(base32, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
  return Buffer.from(
    bits
      .join('')
      .match(/.{8}/g)
      ?.map((byte) => parseInt(byte, 2)) ?? [],
  )
}

/** Somebody with an authenticator. */
const enrolled = async (name: string) => {
  const person = await signUp(hub, name)
  const { token } = person
  const { body } = await succeed(app, 'POST', '/v1/me/mfa/enrolments', {
    token,
    body: { password },
  })
  const secret = bytesOf(String(body.secret))
  const code = (): string => codeAt(secret, clock.now())
  return { person, token, code, uri: new URL(String(body.otpauthUri)), secret: String(body.secret) }
}

const withMfa = async (name: string) => {
  const { person, token, code } = await enrolled(name)
  const on = await succeed(app, 'POST', '/v1/me/mfa/enable', { token, body: { code: code() } })
  clock.advance(30_000)
  return { person, token, code, recoveryCodes: on.body.recoveryCodes as readonly string[] }
}

const begin = async ({ email }: Person): Promise<string> => {
  const { body } = await call(app, 'POST', '/v1/sessions', { body: { email, password } })
  return String(body.challenge?.token)
}

const complete = (challenge: string, code: string, key: string = randomUUID()) =>
  call(app, 'POST', '/v1/sessions/second-factor', { body: { challenge, code }, key })

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >

t.test('from enrolling to a log-in in two steps', async (t) => {
  const { person, token, code, uri, secret } = await enrolled('ada')
  t.equal(uri.searchParams.get('secret'), secret)
  t.match(decodeURIComponent(uri.pathname), `/Quantum Hub:${person.username}`)
  t.ok((await logIn(hub, person.email)).accessToken, 'enrolled alone changes nothing')

  const on = await succeed(app, 'POST', '/v1/me/mfa/enable', { token, body: { code: code() } })
  t.equal(on.body.recoveryCodes.length, 10)
  const { email } = person
  const first = await call(app, 'POST', '/v1/sessions', { body: { email, password } })
  t.match(first.body, {
    status: 401,
    code: 'MFA_REQUIRED',
    challenge: {
      token: /^qhc_/,
      expiresAt: new Date(clock.now().getTime() + 5 * minute).toISOString(),
    },
  })
  const challenge = String(first.body.challenge.token)
  const used = await complete(challenge, code())
  t.match(used.body, { status: 422, code: 'MFA_CODE_INVALID' }, 'the code that enabled it is spent')
  clock.advance(30_000)
  const done = await complete(challenge, code())
  t.equal(done.status, 201)
  t.match(claimsOf(String(done.body.accessToken)), {
    amr: ['pwd', 'otp', 'mfa'],
    sub: person.userId,
  })
  t.match((await complete(challenge, code())).body, { code: 'MFA_CODE_INVALID' }, 'no step twice')

  const fresh = await succeed(app, 'POST', '/v1/sessions/refresh', {
    body: { refreshToken: done.body.refreshToken },
  })
  t.match(
    claimsOf(String(fresh.body.accessToken)),
    { amr: ['pwd', 'otp', 'mfa'] },
    'a refresh keeps it',
  )
  const plain = await signUp(hub, 'plain')
  t.match(claimsOf(plain.token), { amr: ['pwd'] })
})

t.test('the same request is answered the same, and counts once', async (t) => {
  const { person, code } = await withMfa('same')
  const challenge = await begin(person)
  const [key, right] = [randomUUID(), code()]
  const first = await complete(challenge, right, key)
  clock.advance(10 * minute)
  t.match((await complete(challenge, right, key)).body, first.body)
  const wrongKey = randomUUID()
  const late = await begin(person)
  const wrong = await complete(late, '000000', wrongKey)
  const head = await hub.head()
  t.strictSame((await complete(late, '000000', wrongKey)).body.code, wrong.body.code)
  t.equal(await hub.head(), head, 'and a wrong code counts once')
})

t.test('one code, sent many times at once, opens one session', async (t) => {
  const { person, code } = await withMfa('race')
  const challenge = await begin(person)
  const same = code()
  const answers = await Promise.all(Array.from({ length: 4 }, () => complete(challenge, same)))
  t.equal(answers.filter(({ status }) => status === 201).length, 1)
})

t.test('recovery codes are good once each, and new ones end the old', async (t) => {
  const { person, token, recoveryCodes } = await withMfa('recover')
  const [one = '', two = '', three = ''] = recoveryCodes
  t.equal((await complete(await begin(person), one.toUpperCase().replaceAll('-', ''))).status, 201)
  t.match((await complete(await begin(person), one)).body, { code: 'MFA_CODE_INVALID' })
  const fresh = await succeed(app, 'POST', '/v1/me/mfa/recovery-codes', {
    token,
    body: { code: two },
  })
  t.match((await complete(await begin(person), three)).body, { code: 'MFA_CODE_INVALID' })
  t.equal((await complete(await begin(person), String(fresh.body.recoveryCodes[0]))).status, 201)
})

t.test('after too many wrong codes even the right one waits', async (t) => {
  const { person, token, code } = await withMfa('guess')
  const challenge = await begin(person)
  for (let n = 0; n < 5; n++)
    t.match((await complete(challenge, '000000')).body, { code: 'MFA_CODE_INVALID' })
  const locked = await complete(challenge, code())
  t.match(locked.body, { status: 403, code: 'MFA_LOCKED' })
  t.match(locked.body.detail, new Date(clock.now().getTime() + minute).toISOString())
  const disable = { token, body: { code: code() } }
  t.match((await call(app, 'POST', '/v1/me/mfa/disable', disable)).body, { code: 'MFA_LOCKED' })
  clock.advance(minute)
  t.equal((await complete(challenge, code())).status, 201)
})

t.test('a dry run tells nobody whether a code is right', async (t) => {
  const { person, token, code } = await withMfa('dry')
  const challenge = await begin(person)
  for (const guess of [code(), '000000']) {
    const body = { challenge, code: guess }
    const tried = await call(app, 'POST', '/v1/sessions/second-factor?validateOnly=true', { body })
    t.match(tried.body, { status: 400, code: 'INVALID_INPUT' })
    const disable = { token, body: { code: guess } }
    const other = await call(app, 'POST', '/v1/me/mfa/disable?validateOnly=true', disable)
    t.match(other.body, { status: 400, code: 'INVALID_INPUT' })
  }
})

t.test('a challenge ends, belongs to its person, and is nothing without the code', async (t) => {
  const { person, code } = await withMfa('ends')
  const other = await withMfa('other')
  const challenge = await begin(person)
  t.match((await complete(challenge, other.code())).body, { code: 'MFA_CODE_INVALID' })
  const alone = await call(app, 'POST', '/v1/me/mfa/disable', {
    token: challenge,
    body: { code: code() },
  })
  t.match(alone.body, { status: 401, code: 'UNAUTHENTICATED' })
  clock.advance(5 * minute)
  t.match((await complete(challenge, code())).body, { status: 401, code: 'CHALLENGE_INVALID' })
})

t.test('it is given up with a code, or taken by an operator', async (t) => {
  const { person, token, code } = await withMfa('off')
  const again = { token, body: { password } }
  const twice = await call(app, 'POST', '/v1/me/mfa/enrolments', again)
  t.match(twice.body, { status: 409, code: 'MFA_ALREADY_ENABLED' })
  await succeed(app, 'POST', '/v1/me/mfa/disable', { token, body: { code: code() } })
  t.ok((await logIn(hub, person.email)).accessToken)
  const none = await call(app, 'POST', '/v1/me/mfa/disable', { token, body: { code: code() } })
  t.match(none.body, { code: 'MFA_NOT_ENABLED' })

  const lost = await withMfa('lost')
  const url = `/v1/accounts/${lost.person.userId}/mfa/reset`
  t.match((await call(app, 'POST', url, { token: lost.token })).body, { code: 'FORBIDDEN' })
  const operator = await makeOperator(hub)
  await succeed(app, 'POST', url, { token: operator.token })
  t.ok((await logIn(hub, lost.person.email)).accessToken)
})

t.test(
  'a stolen token alone enrols nothing, and guesses the password no faster than a log-in',
  async (t) => {
    const { token } = await signUp(hub, 'stolen')
    for (const body of [{}, { password: 'a guess at the password' }])
      t.match((await call(app, 'POST', '/v1/me/mfa/enrolments', { token, body })).body, {
        code: 'WRONG_PASSWORD',
      })

    const strict = await hub.open(createMemoryCache(), { rateLimitLoginPerMinute: 3 })
    t.teardown(() => strict.close())
    const guess = (n: number) =>
      call(strict, 'POST', '/v1/me/mfa/enrolments', {
        token,
        body: { password: `a guess, number ${n}` },
      })
    const codes = []
    for (let n = 0; n < 4; n++) codes.push((await guess(n)).body.code)
    t.strictSame(codes, ['WRONG_PASSWORD', 'WRONG_PASSWORD', 'WRONG_PASSWORD', 'RATE_LIMITED'])
  },
)
