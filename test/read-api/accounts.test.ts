import t from 'tap'
import { z } from 'zod'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { keyActivity } from '../../domain/accounts/key-activity.ts'
import { keyUsage, usageIdOf } from '../../domain/accounts/key-usage.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { profile } from '../../domain/accounts/profile.ts'
import { session } from '../../domain/accounts/session.ts'
import { user } from '../../domain/accounts/user.ts'
import { idOf } from '../read-models/samples.ts'
import { startReadApi } from './kit.ts'
import { recordPerson } from './people.ts'

const api = await startReadApi()
t.teardown(api.stop)
const { recorder } = api
const organisationId = idOf('organisation', 'x')

const x = await recordPerson(api, 'x')
const y = await recordPerson(api, 'y', ['consumer', 'developer'])
for (const name of ['percent%', 'zoe']) await recordPerson(api, name)
recorder.record(organisation, organisationId, {
  type: 'CreateOrganisation',
  organisationId,
  name: await api.vault.seal(organisationId, 'lab'),
  ownerId: x,
})
// Nobody asked `y`, who has an organisation of their own.
recorder.record(organisation, organisationId, {
  type: 'AddMember',
  organisationId,
  userId: y,
  role: 'MEMBER',
})

const open = (name: string, epoch: number, validForSeconds = 1e9) =>
  recorder.record(session, idOf('session', name), {
    type: 'OpenSession',
    sessionId: idOf('session', name),
    userId: x,
    organisationId,
    roles: ['consumer'],
    epoch,
    amr: ['pwd'],
    agent: 'Firefox on Linux',
    validForSeconds,
  })
// The session that `x` asks in.
open('x', 0)
open('there', 0)
open('expired', 0, 1)
recorder.record(user, x, { type: 'EndSessions', userId: x, kept: idOf('session', 'x') })
open('later', 1)
open('left', 1)
recorder.record(session, idOf('session', 'left'), {
  type: 'RevokeSession',
  sessionId: idOf('session', 'left'),
})
recorder.record(user, y, { type: 'DeactivateAccount', userId: y })
const describe = async (userId: string, bio: string, isPublic: boolean) =>
  recorder.record(profile, userId, {
    type: 'ChangeProfile',
    userId,
    profile: await api.vault.seal(
      userId,
      JSON.stringify({ bio, links: [{ label: 'Papers', url: 'https://example.org' }] }),
    ),
    digest: 'a'.repeat(64),
    isPublic,
  })
await describe(x, 'private', false)
await describe(y, 'rests', true)
await describe(idOf('user', 'zoe'), 'for all', true)
await api.project()

const Connection = z.object({
  edges: z.array(z.object({ node: z.looseObject({}) })),
  pageInfo: z.object({ endCursor: z.string().nullable() }).optional(),
})
const nodes = (connection: unknown) => Connection.parse(connection).edges.map(({ node }) => node)

t.test('one’s own sessions', async (t) => {
  const query = `{ me { status sessions(first: 10) { edges { node {
    id sessionId agent status current openedAt refreshedAt expiresAt revokedAt organisation { organisationId } } } } } }`
  const { body } = await api.ask(query, {}, 'x')
  t.equal(body.errors, undefined)
  t.match(nodes(body.data.me.sessions), [
    { sessionId: idOf('session', 'left'), status: 'REVOKED', current: false, revokedAt: /Z$/ },
    { sessionId: idOf('session', 'later'), status: 'OPEN', current: false },
    { sessionId: idOf('session', 'expired'), status: 'REVOKED', current: false },
    { sessionId: idOf('session', 'there'), status: 'REVOKED', revokedAt: null },
    {
      sessionId: idOf('session', 'x'),
      status: 'OPEN',
      current: true,
      agent: 'Firefox on Linux',
      organisation: { organisationId },
    },
  ])
  const id = nodes(body.data.me.sessions)[0]?.['id']
  const node = 'query($id: ID!) { node(id: $id) { ... on Session { status } } }'
  t.same((await api.ask(node, { id }, 'x')).body.data.node, { status: 'REVOKED' })
  for (const other of ['y', undefined])
    t.equal((await api.ask(node, { id }, other)).body.data.node, null, `as ${String(other)}`)
})

t.test('who takes somebody in by name does not learn their address', async (t) => {
  const query = '{ organisation { members { edges { node { user { username email } } } } } }'
  const seenBy = async (name: string) =>
    nodes((await api.ask(query, {}, name)).body.data.organisation.members).map(({ user }) => user)
  t.strictSame(await seenBy('x'), [
    { username: 'x', email: 'x@example.org' },
    { username: 'y', email: null },
  ])
  const operators = await api.ask(
    '{ users(first: 4, filter: { text: "y" }) { edges { node { email } } } }',
    {},
    'operator',
  )
  t.match(nodes(operators.body.data.users), [{ email: 'y@example.org' }])
})

t.test('everybody, for operators alone', async (t) => {
  const query = `query($filter: UserFilter, $orderBy: UserOrderBy, $after: String) {
    users(first: 2, filter: $filter, orderBy: $orderBy, after: $after) {
      edges { cursor node { username status roles } } pageInfo { hasNextPage endCursor } } }`
  for (const other of ['x', undefined])
    t.equal((await api.ask(query, {}, other)).body.data, null, `not for ${String(other)}`)
  const list = async (variables: object) => {
    const { body } = await api.ask(query, { ...variables }, 'operator')
    if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors))
    return Connection.parse(body.data.users)
  }
  const names = async (variables: object) =>
    nodes(await list(variables)).map((node) => node['username'])
  const byName = { field: 'USERNAME', direction: 'ASC' }
  t.same(await names({}), ['zoe', 'percent%'])
  const first = await list({ orderBy: byName })
  t.match(nodes(first), [{ username: 'percent%' }, { username: 'x' }])
  t.same(await names({ orderBy: byName, after: first.pageInfo?.endCursor }), ['y', 'zoe'])
  t.same(await names({ filter: { status: ['DEACTIVATED'] } }), ['y'])
  t.same(await names({ filter: { role: 'DEVELOPER' } }), ['y'])
  t.same(await names({ filter: { text: '%' } }), ['percent%'], 'a sign stands for itself')
  t.same(await names({ filter: { text: 'ZOE@example' } }), ['zoe'])
  t.same(await names({ filter: { emailVerified: false } }), [])
  t.same(await names({ filter: { createdBefore: '2000-01-01T00:00:00Z' } }), [])
  const seen = await api.ask(
    '{ users(first: 4) { edges { node { username sessions(first: 1) { edges { node { status } } } } } } }',
    {},
    'operator',
  )
  t.equal(seen.body.errors, undefined)
})

t.test('profiles: public ones of who is there, and one’s own', async (t) => {
  const query =
    'query($id: ID!) { profile(userId: $id) { bio username links { label url } isPublic } }'
  const bioOf = async (name: string, as?: string): Promise<unknown> =>
    (await api.ask(query, { id: idOf('user', name) }, as)).body.data.profile?.bio
  t.equal(await bioOf('x', 'x'), 'private')
  for (const other of ['provider', undefined]) t.equal(await bioOf('x', other), undefined)
  t.equal(await bioOf('x', 'operator'), 'private')
  t.equal(await bioOf('y'), undefined, 'of an account that rests')
  t.match((await api.ask(query, { id: idOf('user', 'zoe') })).body.data.profile, {
    bio: 'for all',
    username: 'zoe',
    links: [{ label: 'Papers', url: 'https://example.org' }],
  })
  const mine = await api.ask('{ me { profile { bio revision updatedAt } } }', {}, 'x')
  t.match(mine.body.data.me, { profile: { bio: 'private', revision: '0' } })
})

t.test('keys: their state, bounds and use', async (t) => {
  const limits = { rate: { requests: 2, perSeconds: 60 }, quota: { uses: 10 } }
  const make = (name: string, replaces?: { readonly keyId: string; readonly meterId: string }) => {
    const keyId = idOf('key', name)
    recorder.record(apiKey, keyId, {
      type: 'CreateApiKey',
      keyId,
      organisationId,
      key: {
        createdBy: x,
        name,
        hash: 'c'.repeat(64),
        prefix: 'qhub_abc',
        last4: 'wxyz',
        scopes: ['jobs:read'],
        limits: name === 'plain' ? {} : limits,
      },
      grantorScopes: ['jobs:read'],
      validForSeconds: 1e9,
      ...(replaces === undefined ? {} : { replaces }),
    })
    return keyId
  }
  const [plain, old] = [make('plain'), make('old')]
  const fresh = make('fresh', { keyId: old, meterId: old })
  const rotated = { type: 'RotateApiKey', keyId: old, successor: fresh, graceSeconds: 1e9 } as const
  recorder.record(apiKey, old, rotated)
  recorder.record(apiKey, plain, {
    type: 'ChangeApiKey',
    keyId: plain,
    change: { enabled: false },
    grantorScopes: [],
  })
  const use = { meterId: old, period: 'all', blockId: idOf('block') }
  const usageId = usageIdOf(old, 'all')
  recorder.record(keyUsage, usageId, { ...use, type: 'TakeUses', wanted: 4, uses: 10 })
  recorder.record(keyUsage, usageId, { ...use, type: 'ReturnUses', amount: 1 })
  recorder.record(keyActivity, fresh, { type: 'NoteUse', keyId: fresh })
  await api.project()
  const query = `query($filter: ApiKeyFilter) { apiKeys(first: 10, filter: $filter) { edges { node {
    keyId name status rate { requests perSeconds } quota { uses remaining refill refillsAt } lastUsedAt
    predecessorId successorId revision } } } }`
  const all = await api.ask(query, {}, 'x')
  t.equal(all.body.errors, undefined)
  t.match(nodes(all.body.data.apiKeys), [
    {
      keyId: fresh,
      status: 'ACTIVE',
      quota: { uses: 10, remaining: 7, refill: null },
      rate: { requests: 2, perSeconds: 60 },
      lastUsedAt: /Z$/,
      predecessorId: old,
    },
    {
      keyId: old,
      status: 'ROTATED',
      quota: { remaining: 7 },
      lastUsedAt: null,
      successorId: fresh,
    },
    { keyId: plain, status: 'DISABLED', rate: null, quota: null, revision: '1' },
  ])
  const some = await api.ask(query, { filter: { status: ['DISABLED', 'ROTATED'] } }, 'x')
  t.equal(some.body.data.apiKeys.edges.length, 2)
  t.same((await api.ask(query, {}, 'y')).body.data.apiKeys.edges, [], 'not those of others')
})
