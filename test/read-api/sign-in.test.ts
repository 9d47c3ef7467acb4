import t from 'tap'
import { identities } from '../../domain/accounts/identities.ts'
import { mfa } from '../../domain/accounts/mfa.ts'
import { user } from '../../domain/accounts/user.ts'
import { idOf } from '../read-models/samples.ts'
import { people, startReadApi } from './kit.ts'

const api = await startReadApi()
t.teardown(api.stop)
const { recorder, vault } = api
const userId = people['x']?.actor.id ?? ''
const organisationId = people['x']?.organisation ?? ''
const hash = (digit: string): string => digit.repeat(64)
const subject = await vault.seal(userId, '["https://accounts.example.org","1"]')
const links = ['1', '2', '3'].map((n) => ({
  identityId: idOf('identity', n),
  link: { identityHash: hash(n), claim: 0, provider: `provider-${n}`, subject },
}))

recorder.record(user, userId, {
  type: 'RegisterUser',
  userId,
  registration: {
    organisationId,
    email: await vault.seal(userId, 'x@example.org'),
    username: await vault.seal(userId, 'x'),
    emailHash: hash('a'),
    usernameHash: hash('b'),
    roles: ['consumer'],
  },
})
recorder.append(`organisation-${organisationId}`, {
  type: 'OrganisationCreated',
  data: {
    organisationId,
    name: { kind: 'SEALED', sealed: await vault.seal(organisationId, 'X') },
    ownerId: userId,
    at: '2026-01-01T00:00:00.000Z',
  },
})
for (const link of links)
  recorder.record(identities, userId, { type: 'LinkIdentity', userId, ...link })
recorder.record(identities, userId, {
  type: 'UnlinkIdentity',
  userId,
  identityId: idOf('identity', '2'),
  hasPassword: false,
})
recorder.record(mfa, userId, { type: 'BeginMfaEnrolment', userId, secret: subject })
recorder.record(mfa, userId, {
  type: 'EnableMfa',
  userId,
  proof: { kind: 'step', step: 1 },
  recoveryCodes: Array.from({ length: 10 }, (_, n) => `c${n}`.repeat(32)),
})
await api.project()

const own = `me { secondFactor { status enabledAt recoveryCodesLeft lockedUntil }
  linkedIdentities(first: 1) { edges { cursor node { id identityId provider linkedAt } } pageInfo { hasNextPage } } }`

t.test('a person sees how they log in', async (t) => {
  const { body } = await api.ask(`{ ${own} }`, {}, 'x')
  t.equal(body.errors, undefined)
  t.match(body.data.me, {
    secondFactor: { status: 'ENABLED', enabledAt: /Z$/, recoveryCodesLeft: 10, lockedUntil: null },
    linkedIdentities: {
      edges: [{ node: { identityId: idOf('identity', '1'), provider: 'provider-1' } }],
      pageInfo: { hasNextPage: true },
    },
  })
  const [{ cursor }] = body.data.me.linkedIdentities.edges as [{ readonly cursor: string }]
  const next = await api.ask(
    'query($after: String) { me { linkedIdentities(first: 5, after: $after) { edges { node { provider } } } } }',
    { after: cursor },
    'x',
  )
  t.same(
    next.body.data.me.linkedIdentities.edges,
    [{ node: { provider: 'provider-3' } }],
    'not the unlinked',
  )
})

t.test('nobody else does, but operators', async (t) => {
  const { body } = await api.ask(`{ ${own} }`, {}, 'x')
  const id: unknown = body.data.me.linkedIdentities.edges[0].node.id
  const node = 'query($id: ID!) { node(id: $id) { ... on LinkedIdentity { provider } } }'
  t.same((await api.ask(node, { id }, 'x')).body.data.node, { provider: 'provider-1' })
  for (const other of ['y', 'scopeless', undefined])
    t.same((await api.ask(node, { id }, other)).body.data.node, null, String(other))
  t.same((await api.ask(node, { id }, 'operator')).body.data.node, { provider: 'provider-1' })

  // A colleague sees the person, and nothing of how they log in.
  const colleague = `{ organisation { members { edges { node { user { userId
    secondFactor { status } linkedIdentities(first: 5) { edges { node { provider } } } } } } } } }`
  const seen = await api.ask(colleague, {}, 'scopeless')
  t.match(seen.body.data.organisation.members.edges, [
    { node: { user: { userId, secondFactor: null, linkedIdentities: { edges: [] } } } },
  ])
})
