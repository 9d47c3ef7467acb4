import t from 'tap'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { session } from '../../domain/accounts/session.ts'
import { user } from '../../domain/accounts/user.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createPostgresVault } from '../../platform/vault/postgres-vault.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, dump, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, db, close } = await connectPostgres(server.url)
const vault = createPostgresVault(db, Buffer.alloc(32, 7))
t.teardown(async () => {
  await close()
  await server.stop()
})

const ada = idOf('user', 'ada')
const bob = idOf('user', 'bob')
const organisationId = idOf('organisation', 'x')
const hash = 'cd'.repeat(32)

const register = async (userId: string) => ({
  type: 'RegisterUser' as const,
  userId,
  registration: {
    organisationId,
    email: await vault.seal(userId, 'ada@example.org'),
    username: await vault.seal(userId, 'ada'),
    emailHash: hash,
    usernameHash: hash,
    roles: ['consumer' as const],
  },
  passwordHash: await vault.seal(userId, 'argon2'),
  verification: { tokenHash: hash, validForSeconds: 60 },
})

t.test('a person, in clear until erased', async (t) => {
  const recorder = createRecorder()
  recorder.record(user, ada, await register(ada))
  await emptyRows(pool)
  const applier = await applierOn(pool, vault)
  await applier.apply(recorder.events)
  t.match(await select(pool, 'users', 'user_id'), [
    {
      user_id: ada,
      organisation_id: organisationId,
      email: 'ada@example.org',
      username: 'ada',
      email_verified: false,
      roles: ['consumer'],
      status: 'ACTIVE',
    },
  ])
  recorder.record(user, ada, { type: 'VerifyEmail', userId: ada, tokenHash: hash })
  recorder.record(user, ada, { type: 'ChangeRoles', userId: ada, roles: ['provider', 'consumer'] })
  recorder.record(user, ada, {
    type: 'DisableAccount',
    userId: ada,
    reason: await vault.seal(ada, 'fraud'),
  })
  await applier.apply(recorder.events)
  t.match(await select(pool, 'users', 'user_id'), [
    { email_verified: true, roles: ['consumer', 'provider'], status: 'DISABLED' },
  ])
  t.notMatch(JSON.stringify(await dump(pool)), /sealed:v1/)

  await vault.destroy(ada)
  await emptyRows(pool)
  await (await applierOn(pool, vault)).apply(recorder.events)
  t.match(await select(pool, 'users', 'user_id'), [
    { user_id: ada, email: null, username: null, status: 'DISABLED' },
  ])
})

t.test('what was tampered with is quarantined', async (t) => {
  const recorder = createRecorder()
  const registration = await register(bob)
  const email = registration.registration.email.replace(/\.[^.]+$/, '.AAAAAAAAAAAAAAAAAAAAAA')
  recorder.record(user, bob, {
    ...registration,
    registration: { ...registration.registration, email },
  })
  await emptyRows(pool)
  await (await applierOn(pool, vault)).apply(recorder.events)
  t.same(await select(pool, 'users', 'user_id'), [])
  t.match(await select(pool, 'quarantine', 'stream'), [
    { stream: `user-${bob}`, event_type: 'UserRegistered', revision: 0n },
  ])
})

t.test('organisations, members, keys and sessions', async (t) => {
  const recorder = createRecorder()
  recorder.append(`organisation-${organisationId}`, {
    type: 'OrganisationCreated',
    data: {
      organisationId,
      name: { kind: 'SEALED', sealed: await vault.seal(organisationId, 'lab') },
      ownerId: ada,
      at: '2026-01-01T00:00:00.000Z',
    },
  })
  recorder.append(`organisation-${organisationId}`, {
    type: 'MemberAdded',
    data: { organisationId, userId: bob, role: 'MEMBER', at: '2026-01-01T00:00:00.000Z' },
  })
  recorder.append(`organisation-${organisationId}`, {
    type: 'MemberRoleChanged',
    data: { organisationId, userId: bob, role: 'OWNER', at: '2026-01-02T00:00:00.000Z' },
  })
  const sessionId = idOf('session')
  const grant = { sessionId, userId: ada, organisationId, roles: ['consumer'] as const }
  const opening = {
    ...grant,
    type: 'OpenSession' as const,
    epoch: 0,
    amr: ['pwd'] as const,
    validForSeconds: 3600,
  }
  recorder.record(session, sessionId, opening)
  recorder.record(session, sessionId, { ...grant, type: 'RefreshSession', generation: 0 })
  recorder.record(session, sessionId, { ...grant, type: 'RefreshSession', generation: 0 })
  const keyId = idOf('key')
  recorder.record(apiKey, keyId, {
    type: 'CreateApiKey',
    keyId,
    organisationId,
    key: {
      createdBy: ada,
      name: 'ci',
      hash,
      prefix: 'qhub',
      last4: 'wxyz',
      scopes: ['jobs:read'],
      limits: {},
    },
    grantorScopes: ['jobs:read'],
    validForSeconds: 3600,
  })
  recorder.record(apiKey, keyId, { type: 'RevokeApiKey', keyId })
  await emptyRows(pool)
  const applier = await applierOn(pool, vault)
  await applier.apply(recorder.events)
  t.match(await select(pool, 'organisations', 'organisation_id'), [{ name: 'lab' }])
  t.match(await select(pool, 'memberships', 'created_position'), [
    { user_id: ada, role: 'OWNER' },
    { user_id: bob, role: 'OWNER', since: new Date('2026-01-01T00:00:00.000Z') },
  ])
  t.match(await select(pool, 'sessions', 'session_id'), [
    {
      user_id: ada,
      status: 'REVOKED',
      revoked_reason: 'TOKEN_REUSED',
      refreshed_at: Date,
      revoked_at: Date,
    },
  ])
  const [key] = await select(pool, 'api_keys', 'key_id')
  t.match(key, { name: 'ci', last4: 'wxyz', scopes: ['jobs:read'], revoked_at: Date })
  t.notMatch(JSON.stringify(Object.values(key ?? {}).map(String)), hash, 'no hash in the rows')

  recorder.append(`organisation-${organisationId}`, {
    type: 'MemberRemoved',
    data: { organisationId, userId: ada, at: '2026-01-03T00:00:00.000Z' },
  })
  await applier.apply(recorder.events)
  t.match(await select(pool, 'memberships', 'created_position'), [{ user_id: bob }])
})
