import { randomUUID } from 'node:crypto'
import t from 'tap'
import { z } from 'zod'
import { readOutbox } from '../../platform/mail/file-outbox.ts'
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { facts } from './kit/market.ts'
import { makeOperator, signUp } from './kit/people.ts'

// Passwords are dear to check, on a busy machine above all.
t.setTimeout(120_000)
const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub
const next = 'staple battery horse correct'

const mailsTo = async (email: string) =>
  (await readOutbox(hub.outbox)).filter(({ to }) => to === email)

const resetTokens = async (email: string): Promise<readonly string[]> =>
  (await mailsTo(email)).flatMap(({ text }) => /^qhp_\S+$/m.exec(text) ?? [])

const ask = (email: string, key: string = randomUUID()) =>
  succeed(app, 'POST', '/v1/password-resets', { body: { email }, key })

const complete = (token: string | undefined, password = next, key: string = randomUUID()) =>
  call(app, 'POST', '/v1/password-resets/complete', { body: { token, password }, key })

const logInWith = async (email: string, password: string) =>
  call(app, 'POST', '/v1/sessions', { body: { email, password } })

const Opened = z.object({ sessionId: z.string(), accessToken: z.string() })

const seen = (token: unknown) =>
  call(app, 'GET', `/v1/jobs/${randomUUID()}`, { token: String(token) })

t.test('a forgotten password', async (t) => {
  const ada = await signUp(hub, 'ada')
  const made = await succeed(app, 'POST', '/v1/api-keys', {
    token: ada.token,
    body: { name: 'ci', scopes: ['jobs:read'] },
  })
  const { stream: _, ...known } = (await ask(ada.email)).body
  const { stream: __, ...unknown } = (await ask('nobody@example.org')).body
  t.same(known, unknown, 'the same answer for every address')
  t.same(await mailsTo('nobody@example.org'), [])

  const [token] = await resetTokens(ada.email)
  await ask(ada.email)
  t.equal((await resetTokens(ada.email)).length, 1, 'one mail a minute')
  const key = randomUUID()
  t.match((await complete(token, next, key)).body, { userId: ada.userId })
  const again = await complete(token, next, key)
  t.match(again.body, { userId: ada.userId }, 'the same request is answered as it was')
  t.match((await complete(token)).body, { code: 'PASSWORD_RESET_INVALID' }, 'the token is used')

  t.match((await logInWith(ada.email, ada.password)).body, { code: 'INVALID_CREDENTIALS' })
  t.equal((await logInWith(ada.email, next)).status, 201)
  t.match((await seen(ada.token)).body, { code: 'UNAUTHENTICATED' }, 'the token stops at once')
  const refreshed = await call(app, 'POST', '/v1/sessions/refresh', {
    body: { refreshToken: ada.refreshToken },
  })
  t.match(refreshed.body, { code: 'SESSION_REVOKED' })
  const byKey = await call(app, 'GET', `/v1/jobs/${randomUUID()}`, { apiKey: made.body.key })
  t.equal(byKey.body.code, 'NOT_FOUND', 'the API key still works')
  const notices = (await mailsTo(ada.email)).filter(({ subject }) => /was changed/.test(subject))
  t.equal(notices.length, 1, 'a notice, once')
})

t.test('only the newest token counts, and none for long', async (t) => {
  const { email } = await signUp(hub, 'bob')
  await ask(email)
  const [old] = await resetTokens(email)
  hub.clock.advance(60_000)
  await ask(email)
  const newest = (await resetTokens(email)).find((token) => token !== old)
  t.match((await complete(old)).body, { code: 'PASSWORD_RESET_INVALID' })
  hub.clock.advance(3_600_000)
  t.match((await complete(newest)).body, { code: 'PASSWORD_RESET_INVALID' })
})

t.test('changing it takes the old one, and keeps this session alone', async (t) => {
  const eve = await signUp(hub, 'eve')
  const other = (await logInWith(eve.email, eve.password)).body.accessToken as string
  const change = (current: string, key: string = randomUUID()) =>
    call(app, 'PUT', '/v1/me/password', {
      token: eve.token,
      key,
      body: { current, password: next },
    })
  t.match((await change('not the password')).body, { status: 422, code: 'WRONG_PASSWORD' })
  const mails = (await mailsTo(eve.email)).length
  const tried = await call(app, 'PUT', '/v1/me/password?validateOnly=true', {
    token: eve.token,
    body: { current: eve.password, password: next },
  })
  t.match(tried.body, { validateOnly: true })
  t.equal((await mailsTo(eve.email)).length, mails, 'what is only tried out is told to nobody')
  const key = randomUUID()
  t.equal((await change(eve.password, key)).status, 200)
  t.equal((await change(eve.password, key)).status, 200, 'the same request again')
  t.equal((await seen(eve.token)).body.code, 'NOT_FOUND', 'this session stands')
  t.equal((await seen(other)).body.code, 'UNAUTHENTICATED', 'the other one has ended')
  t.equal((await logInWith(eve.email, next)).status, 201)
})

t.test('logging out of one, of all others, and everywhere', async (t) => {
  const eve = await signUp(hub, 'eve')
  const session = async (): Promise<{ readonly sessionId: string; readonly accessToken: string }> =>
    Opened.parse((await logInWith(eve.email, eve.password)).body)
  const [one, two] = [await session(), await session()]
  const stranger = await signUp(hub, 'mallory')
  const foreign = await call(app, 'DELETE', `/v1/me/sessions/${one.sessionId}`, {
    token: stranger.token,
  })
  t.equal(foreign.body.code, 'NOT_FOUND')
  await succeed(app, 'DELETE', `/v1/me/sessions/${one.sessionId}`, { token: eve.token })
  t.equal((await seen(one.accessToken)).body.code, 'UNAUTHENTICATED')
  t.equal((await seen(two.accessToken)).body.code, 'NOT_FOUND')

  const { token } = eve
  await succeed(app, 'POST', '/v1/me/sessions/end-all', { token, body: { keepCurrent: true } })
  t.equal((await seen(two.accessToken)).body.code, 'UNAUTHENTICATED')
  t.equal((await seen(token)).body.code, 'NOT_FOUND')
  await succeed(app, 'POST', '/v1/me/sessions/end-all', { token, body: {} })
  t.equal((await seen(token)).body.code, 'UNAUTHENTICATED')
  t.equal((await seen((await session()).accessToken)).body.code, 'NOT_FOUND', 'and in again')
})

t.test('an account rests and wakes', async (t) => {
  const eve = await signUp(hub, 'eve')
  const made = await succeed(app, 'POST', '/v1/api-keys', {
    token: eve.token,
    body: { name: 'ci', scopes: ['jobs:read'] },
  })
  const rest = (password: string) =>
    call(app, 'POST', '/v1/me/deactivate', { token: eve.token, body: { password } })
  t.equal((await rest('not the password')).body.code, 'WRONG_PASSWORD')
  t.equal((await rest(eve.password)).status, 200)
  t.equal((await seen(eve.token)).body.code, 'UNAUTHENTICATED')
  const byKey = () =>
    call(app, 'GET', `/v1/jobs/${randomUUID()}`, { apiKey: String(made.body.key) })
  t.equal((await byKey()).body.code, 'UNAUTHENTICATED')
  t.match((await logInWith(eve.email, eve.password)).body, {
    status: 403,
    code: 'ACCOUNT_DEACTIVATED',
  })
  const wake = (password: string) =>
    call(app, 'POST', '/v1/accounts/reactivate', { body: { email: eve.email, password } })
  t.equal((await wake('not the password')).body.code, 'INVALID_CREDENTIALS')
  t.equal((await wake(eve.password)).status, 200)
  t.equal((await logInWith(eve.email, eve.password)).status, 201)
  t.equal((await byKey()).body.code, 'NOT_FOUND')
})

t.test('what is taken away counts at once, with the token that was given before', async (t) => {
  const operator = await makeOperator(hub)
  const bob = await signUp(hub, 'bob', ['consumer', 'provider'])
  const register = () => call(app, 'POST', '/v1/devices', { token: bob.token, body: facts })
  t.equal((await register()).status, 201)
  const path = `/v1/accounts/${bob.userId}`
  const { token } = operator
  await succeed(app, 'PUT', `${path}/roles`, { token, body: { roles: ['consumer'] } })
  t.equal((await register()).body.code, 'FORBIDDEN')
  await succeed(app, 'POST', `${path}/disable`, { token, body: { reason: 'test' } })
  t.equal((await seen(bob.token)).body.code, 'UNAUTHENTICATED')
})

t.test('a session that ended in one process stops in another', async (t) => {
  const eve = await signUp(hub, 'eve')
  const cache = createMemoryCache()
  const other = await hub.open(cache)
  t.teardown(() => other.close())
  await succeed(app, 'POST', '/v1/me/sessions/end-all', { token: eve.token, body: {} })
  const there = await call(other, 'GET', `/v1/jobs/${randomUUID()}`, { token: eve.token })
  t.equal(there.body.code, 'UNAUTHENTICATED')
})

t.test('a profile is replaced whole, at the revision that was seen', async (t) => {
  const { token } = await signUp(hub, 'ada')
  const put = (body: object, headers: Readonly<Record<string, string>> = {}) =>
    call(app, 'PUT', '/v1/me/profile', { token, body, headers })
  const first = await put({ bio: 'Counts.', links: [] })
  t.match(first.body, { revision: '0' })
  t.match((await put({ bio: 'Counts.' })).body, { revision: '0' }, 'says that already')
  t.match((await put({ bio: 'Counts, too.' }, { 'if-match': '"0"' })).body, { revision: '1' })
  t.equal((await put({ bio: 'No.' }, { 'if-match': '"0"' })).body.code, 'PRECONDITION_FAILED')
  const insecure = await put({ avatarUrl: 'http://example.org/a.png' })
  t.match(insecure.body, { code: 'INVALID_INPUT', errors: [{ pointer: '/avatarUrl' }] })
})

t.test('who holds a token guesses the password no faster than at the door', async (t) => {
  const eve = await signUp(hub, 'eve')
  const guess = (current: string) =>
    call(app, 'PUT', '/v1/me/password', { token: eve.token, body: { current, password: next } })
  for (let n = 0; n < 10; n++)
    t.equal((await guess(`guess ${n}`)).body.code, 'WRONG_PASSWORD', `guess ${n}`)
  t.match((await guess(eve.password)).body, { status: 429, code: 'RATE_LIMITED' })
  const elsewhere = await call(app, 'POST', '/v1/me/mfa/enrolments', {
    token: eve.token,
    body: { password: eve.password },
  })
  t.match(elsewhere.body, { status: 429, code: 'RATE_LIMITED' }, 'wherever it is asked for')
})
