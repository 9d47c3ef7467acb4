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
  limits: {},
} satisfies Extract<ApiKeyCommand, { type: 'CreateApiKey' }>['key']
const expiresAt = '2026-11-21T12:00:00.000Z'
const created: Extract<ApiKeyEvent, { type: 'ApiKeyCreated' }> = {
  type: 'ApiKeyCreated',
  data: { ...base, ...key, expiresAt, meterId: keyId },
}
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

const [successor, limits] = [idNumber(9), { quota: { uses: 5 } }]
const changed = (settings: object): ApiKeyEvent => ({
  type: 'ApiKeyChanged',
  data: {
    ...base,
    name: 'ci',
    scopes: ['jobs:read'],
    enabled: true,
    limits: {},
    changedBy: createdBy,
    ...settings,
  },
})
const change = (wish: object, grantorScopes: readonly string[] = []): ApiKeyCommand => ({
  type: 'ChangeApiKey',
  keyId,
  change: wish,
  grantorScopes,
})

t.test('changes', async (t) => {
  t.test('its name and limits', async () =>
    given(created)
      .by(by)
      .when(change({ name: 'nightly', limits }))
      .then([changed({ name: 'nightly', limits })]),
  )
  t.test('nothing', async () =>
    given(created)
      .by(by)
      .when(change({ name: 'ci' }))
      .then([]),
  )
  t.test('a scope that it has may stay, whoever holds it', async () =>
    given(created)
      .by(by)
      .when(change({ scopes: ['jobs:read'], enabled: false }))
      .then([changed({ enabled: false })]),
  )
  t.test('a scope is added by who holds it', async () =>
    given(created)
      .by(by)
      .when(change({ scopes: ['jobs:read', 'jobs:write'] }, ['jobs:write']))
      .then([changed({ scopes: ['jobs:read', 'jobs:write'] })]),
  )
  t.test('and by nobody else', async () =>
    given(created)
      .by(by)
      .when(change({ scopes: ['jobs:write'] }, ['jobs:read']))
      .then('SCOPE_EXCEEDS_GRANTOR'),
  )
  t.test('not once it was revoked', async () =>
    given(created, revoked)
      .by(by)
      .when(change({ name: 'x' }))
      .then('API_KEY_ENDED'),
  )
  t.test('not once it has expired', async () =>
    given(created)
      .by(by)
      .at(expiresAt)
      .when(change({ name: 'x' }))
      .then('API_KEY_ENDED'),
  )
})

t.test('is replaced', async (t) => {
  const rotate = (graceSeconds: number): ApiKeyCommand => ({
    type: 'RotateApiKey',
    keyId,
    successor,
    graceSeconds,
  })
  const rotated = (graceUntil: string): ApiKeyEvent => ({
    type: 'ApiKeyRotated',
    data: { ...base, successor, graceUntil, rotatedBy: createdBy },
  })
  t.test('with grace', async () =>
    given(created)
      .by(by)
      .when(rotate(3600))
      .then([rotated('2026-11-20T13:00:00.000Z')]),
  )
  t.test('with no more grace than life', async () =>
    given(created)
      .by(by)
      .when(rotate(604_800))
      .then([rotated(expiresAt)]),
  )
  t.test('by the same key already', async () =>
    given(created, rotated(noon)).by(by).when(rotate(0)).then([]),
  )
  t.test('by one key alone', async () =>
    given(created, rotated(expiresAt))
      .by(by)
      .when({ ...rotate(0), successor: idNumber(8) } as ApiKeyCommand)
      .then('API_KEY_ENDED'),
  )
  t.test('and its uses go on being counted under the same meter', async () =>
    given()
      .by(by)
      .when({ ...create, replaces: { keyId: successor, meterId: idNumber(7) } })
      .then([
        {
          type: 'ApiKeyCreated',
          data: { ...created.data, meterId: idNumber(7), predecessor: successor },
        },
      ]),
  )
})

t.test('expires at its instant', async (t) => {
  const state = apiKey.evolve(apiKey.initial, created)
  const isExpiredAt = (now: string): boolean => state.kind === 'absent' || isExpired(state, now)
  t.notOk(isExpiredAt('2026-11-21T11:59:59.999Z'))
  t.ok(isExpiredAt(expiresAt))
})
