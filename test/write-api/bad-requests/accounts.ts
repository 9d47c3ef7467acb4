import { randomUUID } from 'node:crypto'
import { call } from '../kit/client.ts'
import { password } from '../kit/people.ts'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

const anybody = (url: string, body: (world: World) => object) => (world: World) =>
  call(world.app, 'POST', url, { body: body(world) })

const register = (what: string, pointer: string, changes: object): BadRequest => ({
  what: `register: ${what}`,
  code: 'INVALID_INPUT',
  send: anybody('/v1/accounts', ({ newcomer }) => ({
    ...newcomer,
    email: 'next@example.org',
    username: 'next',
    ...changes,
  })),
  issue: { pointer },
})

export const accountRequests: readonly BadRequest[] = [
  register('an e-mail address that is none', '/email', { email: 'nobody' }),
  register('a short password', '/password', { password: 'secret' }),
  register('a username with a blank', '/username', { username: 'a b' }),
  register('as an operator', '/roles/0', { roles: ['operator'] }),
  register('unknown field', '/isAdmin', { isAdmin: true }),
  {
    what: 'register: an address that is taken',
    code: 'EMAIL_TAKEN',
    send: anybody('/v1/accounts', ({ newcomer }) => ({ ...newcomer, username: 'someone-else' })),
  },
  {
    what: 'verify: a token that was never sent',
    code: 'VERIFICATION_INVALID',
    send: anybody('/v1/accounts/verify', () => ({ token: 'guess' })),
  },
  {
    what: 'invitation: a token that was never sent',
    code: 'INVITATION_INVALID',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/invitations/accept', { body: { token: 'guess' } }),
  },
  {
    what: 'password: a token that was never mailed',
    code: 'PASSWORD_RESET_INVALID',
    send: anybody('/v1/password-resets/complete', () => ({ token: 'guess', password })),
  },
  {
    what: 'password: changed without knowing it',
    code: 'WRONG_PASSWORD',
    send: (world) =>
      sendAs(world, 'researcher', 'PUT', '/v1/me/password', {
        body: { current: 'not my password', password },
      }),
  },
  {
    what: 'sessions: somebody else’s',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'stranger', 'DELETE', `/v1/me/sessions/${world.people.researcher.sessionId}`),
  },
  {
    what: 'log in: wrong password',
    code: 'INVALID_CREDENTIALS',
    send: anybody('/v1/sessions', ({ people }) => ({
      email: people.researcher.email,
      password: 'not my password',
    })),
  },
  {
    what: 'log in: nobody’s address',
    code: 'INVALID_CREDENTIALS',
    send: anybody('/v1/sessions', () => ({ email: 'nobody@example.org', password })),
  },
  {
    what: 'log in: before verification',
    code: 'EMAIL_NOT_VERIFIED',
    send: anybody('/v1/sessions', ({ newcomer: { email } }) => ({ email, password })),
  },
  {
    what: 'log in: account is shut',
    code: 'ACCOUNT_DISABLED',
    send: anybody('/v1/sessions', ({ people }) => ({ email: people.shut.email, password })),
  },
  {
    what: 'log in: for an organisation of others',
    code: 'FORBIDDEN',
    send: anybody('/v1/sessions', ({ people }) => ({
      email: people.stranger.email,
      password,
      organisationId: people.researcher.organisationId,
    })),
  },
  {
    what: 'log in: tried out',
    code: 'INVALID_INPUT',
    send: anybody('/v1/sessions?validateOnly=true', ({ people }) => ({
      email: people.researcher.email,
      password,
    })),
  },
  {
    what: 'refresh: no refresh token of the hub',
    code: 'UNAUTHENTICATED',
    send: anybody('/v1/sessions/refresh', () => ({ refreshToken: 'guess' })),
  },
  {
    what: 'refresh: after logging out',
    code: 'SESSION_REVOKED',
    send: anybody('/v1/sessions/refresh', ({ people }) => ({
      refreshToken: people.gone.refreshToken,
    })),
  },
  {
    what: 'refresh: too late',
    code: 'REFRESH_TOKEN_EXPIRED',
    send: anybody('/v1/sessions/refresh', ({ people }) => ({
      refreshToken: people.old.refreshToken,
    })),
  },
  {
    what: 'log in: a second step without a first',
    code: 'CHALLENGE_INVALID',
    send: anybody('/v1/sessions/second-factor', () => ({ challenge: 'guess', code: '492039' })),
  },
  {
    what: 'second factor: given up without there being one',
    code: 'MFA_NOT_ENABLED',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/me/mfa/disable', { body: { code: '492039' } }),
  },
  {
    what: 'sign in: a provider that the hub does not know',
    code: 'NOT_FOUND',
    send: ({ app }) => call(app, 'POST', '/v1/sign-in/nobody/flows'),
  },
  {
    what: 'log out: with an API key, which has no session',
    code: 'INVALID_INPUT',
    send: ({ app, keys }) =>
      call(app, 'DELETE', '/v1/sessions/current', { apiKey: keys.writing.key }),
  },
  {
    what: 'member: added to somebody else’s organisation',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(
        world,
        'stranger',
        'POST',
        `/v1/organisations/${world.people.researcher.organisationId}/members`,
        { body: { username: world.people.stranger.username } },
      ),
  },
  {
    what: 'member: added twice',
    code: 'ALREADY_MEMBER',
    send: (world) =>
      sendAs(
        world,
        'researcher',
        'POST',
        `/v1/organisations/${world.people.researcher.organisationId}/members`,
        { body: { username: world.people.researcher.username } },
      ),
  },
  {
    what: 'member: nobody of that name',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(
        world,
        'researcher',
        'POST',
        `/v1/organisations/${world.people.researcher.organisationId}/members`,
        { body: { username: 'nobody-at-all' } },
      ),
  },
  {
    what: 'member: the last owner leaves',
    code: 'LAST_OWNER',
    send: (world) => {
      const { organisationId, userId } = world.people.researcher
      return sendAs(
        world,
        'researcher',
        'DELETE',
        `/v1/organisations/${organisationId}/members/${userId}`,
      )
    },
  },
  {
    what: 'API key: with more than one may do',
    code: 'SCOPE_EXCEEDS_GRANTOR',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/api-keys', {
        body: { name: 'more', scopes: ['billing:credit'] },
      }),
  },
  {
    what: 'API key: unknown scope',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/api-keys', {
        body: { name: 'all', scopes: ['*'] },
      }),
    issue: { pointer: '/scopes/0', code: 'invalid_value' },
  },
  {
    what: 'API key: somebody else’s is ended',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'stranger', 'DELETE', `/v1/api-keys/${world.keys.reading.keyId}`),
  },
  {
    what: 'roles: set by who is no operator',
    code: 'FORBIDDEN',
    send: (world) =>
      sendAs(world, 'researcher', 'PUT', `/v1/accounts/${world.people.researcher.userId}/roles`, {
        body: { roles: ['operator'] },
      }),
  },
  {
    what: 'account: shut, but there is none',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'operator', 'POST', `/v1/accounts/${randomUUID()}/disable`, {
        body: { reason: 'test' },
      }),
  },
]
