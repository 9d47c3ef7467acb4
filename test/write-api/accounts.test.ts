import t from 'tap'
import { call, succeed } from './kit/client.ts'
import { startHub } from './kit/hub.ts'
import { logIn, makeOperator, mailedTokens, signUp } from './kit/people.ts'

const hub = await startHub()
t.teardown(() => hub.stop())
const { app } = hub

t.test('from signing up to logging out', async (t) => {
  const email = 'Ada@Example.org'
  const body = { email, username: 'ada', password: 'correct horse battery staple' }
  const account = await succeed(app, 'POST', '/v1/accounts', { body })
  t.equal(account.status, 201)
  t.match(account.body, { userId: String, organisationId: String, position: /^\d+$/ })
  t.equal(account.headers['x-position'], account.body.position)

  const early = await call(app, 'POST', '/v1/sessions', {
    body: { email, password: body.password },
  })
  t.match(early.body, { status: 403, code: 'EMAIL_NOT_VERIFIED' })

  const before = await mailedTokens(hub, 'ada@example.org')
  const again = await succeed(app, 'POST', '/v1/accounts/verification-mails', { body: { email } })
  t.equal(again.status, 202)
  const after = await mailedTokens(hub, 'ada@example.org')
  const token = after.find((mailed) => !before.includes(mailed))
  await succeed(app, 'POST', '/v1/accounts/verify', { body: { token } })

  const session = await logIn(hub, email)
  t.match(session, { roles: ['consumer'], scopes: ['accounts:write', 'jobs:write'] })
  const fresh = await succeed(app, 'POST', '/v1/sessions/refresh', {
    body: { refreshToken: session.refreshToken },
  })
  t.equal(fresh.status, 200)
  t.not(fresh.body.refreshToken, session.refreshToken)
  const out = await succeed(app, 'DELETE', '/v1/sessions/current', {
    token: fresh.body.accessToken,
  })
  t.equal(out.body.sessionId, session.sessionId)
  const dead = await call(app, 'POST', '/v1/sessions/refresh', {
    body: { refreshToken: fresh.body.refreshToken },
  })
  t.match(dead.body, { status: 401, code: 'SESSION_REVOKED' })
})

t.test('organisations have members', async (t) => {
  const [ada, bob] = [await signUp(hub, 'ada'), await signUp(hub, 'bob')]
  const { token } = ada
  const made = await succeed(app, 'POST', '/v1/organisations', { token, body: { name: 'Lab' } })
  const members = `/v1/organisations/${made.body.organisationId}/members`
  const joined = await succeed(app, 'POST', members, { token, body: { username: bob.username } })
  t.match(joined.body, { userId: bob.userId, role: 'MEMBER', revision: '1' })
  t.equal(joined.headers['etag'], '"1"')

  const stale = await call(app, 'PATCH', `${members}/${bob.userId}`, {
    token,
    headers: { 'if-match': '"0"' },
    body: { role: 'OWNER' },
  })
  t.match(stale.body, { status: 412, code: 'PRECONDITION_FAILED' })
  const promoted = await succeed(app, 'PATCH', `${members}/${bob.userId}`, {
    token,
    headers: { 'if-match': '"1"' },
    body: { role: 'OWNER' },
  })
  t.equal(promoted.body.role, 'OWNER')
  await succeed(app, 'DELETE', `${members}/${ada.userId}`, { token })
  const last = await call(app, 'DELETE', `${members}/${bob.userId}`, { token: bob.token })
  t.match(last.body, { status: 409, code: 'LAST_OWNER' })
})

t.test('an API key works until it is revoked', async (t) => {
  const { token } = await signUp(hub, 'keys')
  const made = await succeed(app, 'POST', '/v1/api-keys', {
    token,
    body: { name: 'ci', scopes: ['jobs:read', 'accounts:write'] },
  })
  const { key: apiKey, keyId } = made.body
  const absent = `/v1/jobs/${keyId}`
  t.equal((await call(app, 'GET', absent, { apiKey })).body.code, 'NOT_FOUND', 'it may look')
  t.equal((await call(app, 'DELETE', absent, { apiKey })).body.code, 'FORBIDDEN', 'not change')
  await succeed(app, 'DELETE', `/v1/api-keys/${keyId}`, { token })
  const revoked = await call(app, 'GET', absent, { apiKey })
  t.match(revoked.body, { status: 401, code: 'UNAUTHENTICATED' })
  t.match(revoked.headers, { 'www-authenticate': /^Bearer / })
})

t.test('an operator sets roles, shuts accounts and opens them again', async (t) => {
  const operator = await makeOperator(hub)
  const bob = await signUp(hub, 'bob')
  const path = `/v1/accounts/${bob.userId}`
  const { token } = operator
  await succeed(app, 'PUT', `${path}/roles`, { token, body: { roles: ['consumer', 'provider'] } })
  t.match(await logIn(hub, bob.email), { roles: ['consumer', 'provider'] })
  await succeed(app, 'POST', `${path}/disable`, { token, body: { reason: 'asked for' } })
  const refused = await call(app, 'POST', '/v1/sessions', {
    body: { email: bob.email, password: bob.password },
  })
  t.match(refused.body, { status: 403, code: 'ACCOUNT_DISABLED' })
  await succeed(app, 'POST', `${path}/enable`, { token })
  t.ok((await logIn(hub, bob.email)).accessToken)
})
