import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { apiKey, isExpired, type ApiKeyCommand, type ApiKeyEvent } from './api-key.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(apiKey, { now: noon })
const [keyId, organisationId, createdBy] = [idNumber(1), idNumber(2), idNumber(3)]
const base = { keyId, organisationId, at: noon }
const key = {
  createdBy,
  name: 'ci',
  hash: 'a'.repeat(64),
  prefix: 'qhub_abc',
  last4: 'wxyz',
  scopes: ['jobs:read'],
} satisfies Extract<ApiKeyCommand, { type: 'CreateApiKey' }>['key']
const expiresAt = '2026-11-21T12:00:00.000Z'
const created: ApiKeyEvent = { type: 'ApiKeyCreated', data: { ...base, ...key, expiresAt } }
const revoked: ApiKeyEvent = { type: 'ApiKeyRevoked', data: { ...base, revokedBy: createdBy } }
const by = { kind: 'user', id: createdBy } as const
const create: ApiKeyCommand = {
  type: 'CreateApiKey',
  keyId,
  organisationId,
  key,
  grantorScopes: ['jobs:read', 'jobs:write'],
  validForSeconds: 86_400,
}
const revoke: ApiKeyCommand = { type: 'RevokeApiKey', keyId }

t.test('decisions', async (t) => {
  t.test('creates', async () => given().by(by).when(create).then([created]))
  t.test('creates once', async () => given(created).by(by).when(create).then('ALREADY_EXISTS'))
  t.test('reaches no further than who grants it', async () =>
    given()
      .by(by)
      .when({ ...create, key: { ...key, scopes: ['jobs:read', 'billing:credit'] } })
      .then('SCOPE_EXCEEDS_GRANTOR'),
  )
  t.test('revokes', async () => given(created).by(by).when(revoke).then([revoked]))
  t.test('revokes once', async () => given(created, revoked).by(by).when(revoke).then([]))
  t.test('is not there', async () => given().by(by).when(revoke).then('NOT_FOUND'))
})

t.test('expires at its instant', async (t) => {
  const state = apiKey.evolve(apiKey.initial, created)
  const isExpiredAt = (now: string): boolean => state.kind === 'absent' || isExpired(state, now)
  t.notOk(isExpiredAt('2026-11-21T11:59:59.999Z'))
  t.ok(isExpiredAt(expiresAt))
})
