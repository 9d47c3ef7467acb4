import { randomBytes, randomUUID } from 'node:crypto'
import t from 'tap'
import { addMember } from '../../commands/accounts/add-member.ts'
import { changeRoles } from '../../commands/accounts/change-roles.ts'
import { createApiKey } from '../../commands/accounts/create-api-key.ts'
import { disableAccount } from '../../commands/accounts/disable-account.ts'
import { refresh } from '../../commands/accounts/refresh.ts'
import { removeMember } from '../../commands/accounts/remove-member.ts'
import { revokeApiKey } from '../../commands/accounts/revoke-api-key.ts'
import { rotateApiKey } from '../../commands/accounts/rotate-api-key.ts'
import { verifyApiKey } from '../../commands/accounts/verify-api-key.ts'
import { writeApiKey } from '../../platform/auth/api-key.ts'
import { crashingAt } from './crash.ts'
import { answerOf, codeOf, ofStream, run, startHub } from './hub.ts'
import { makeOperator, signUp } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()
const another = hub.process()
const owner = await signUp(hub, services, { roles: ['developer', 'provider'] })
const operator = await makeOperator(services)
const wish = { name: 'ci', scopes: ['jobs:read', 'jobs:write'] }
const kindOf = async (key: string): Promise<string> => (await verifyApiKey(another, key)).kind

t.test('a key is shown to who asked for it, proves itself, and is kept as a hash', async (t) => {
  const context = { ...owner.context, commandId: randomUUID() }
  const made = await answerOf(run(services, createApiKey, wish, context))
  t.match(made, { scopes: ['jobs:write', 'jobs:read'], expiresAt: '2027-02-18T12:00:00.000Z' })
  const verified = await verifyApiKey(another, made.key)
  t.equal(verified.kind, 'VALID')
  t.strictSame(verified.kind === 'VALID' && verified.principal, {
    actor: { kind: 'apiKey', id: made.keyId },
    organisation: owner.organisationId,
    scopes: ['jobs:write', 'jobs:read'],
    roles: ['developer', 'provider'],
  })
  hub.clock.advance(60_000)
  t.strictSame(await answerOf(run(another, createApiKey, wish, context)), made, 'repeated')
  const log = await hub.log()
  const stored = log.filter(({ stream }) => stream === `apiKey-${made.keyId}`)
  t.equal(stored.length, 1)
  t.notOk(JSON.stringify(stored[0]?.data).includes(made.key.slice(20, 50)))
})

t.test('garbage never reaches the log; a well-formed key of nobody finds nothing', async (t) => {
  const { key, keyId } = await answerOf(run(services, createApiKey, wish, owner.context))
  const eyes = {
    ...another,
    eventStore: { ...another.eventStore, read: () => Promise.reject(new Error('looked up')) },
  }
  for (const bad of ['', 'qhub_x', key.slice(0, -1), `${key}0`, key.replace('qhub_', 'qhr_')])
    t.strictSame(await verifyApiKey(eyes, bad), { kind: 'MALFORMED' })
  t.equal(await kindOf(writeApiKey(randomUUID(), randomBytes(24)).key), 'NOT_FOUND')
  t.equal(await kindOf(writeApiKey(keyId, randomBytes(24)).key), 'NOT_FOUND', 'another secret')
})

t.test('a key ends when it expires', async (t) => {
  const short = { ...wish, expiresInDays: 1 }
  const { key } = await answerOf(run(services, createApiKey, short, owner.context))
  hub.clock.advance(86_399_999)
  t.equal(await kindOf(key), 'VALID')
  hub.clock.advance(1)
  t.equal(await kindOf(key), 'EXPIRED')
})

t.test('a revoked key ends at once, in every process', async (t) => {
  const { key, keyId } = await answerOf(run(services, createApiKey, wish, owner.context))
  t.equal(await kindOf(key), 'VALID')
  const stranger = await signUp(hub, services)
  t.equal(await codeOf(run(services, revokeApiKey, { keyId }, stranger.context)), 'NOT_FOUND')
  const unknown = { keyId: randomUUID() }
  t.equal(await codeOf(run(services, revokeApiKey, unknown, owner.context)), 'NOT_FOUND')
  t.equal(await codeOf(run(services, revokeApiKey, { keyId }, owner.context)), 'done')
  t.equal(await kindOf(key), 'DISABLED')
  t.equal(await codeOf(run(services, revokeApiKey, { keyId }, owner.context)), 'done', 'already')
})

t.test('nobody gives more than they have', async (t) => {
  const consumer = await signUp(hub, services)
  const beyond = { ...wish, scopes: ['jobs:read', 'devices:write'] }
  t.equal(
    await codeOf(run(services, createApiKey, beyond, consumer.context)),
    'SCOPE_EXCEEDS_GRANTOR',
  )
  const narrow = { ...owner.context, scopes: ['accounts:write', 'jobs:read'] }
  t.equal(await codeOf(run(services, createApiKey, wish, narrow)), 'SCOPE_EXCEEDS_GRANTOR')
  const asKey = { ...owner.context, actor: { kind: 'apiKey', id: randomUUID() } } as const
  t.equal(await codeOf(run(services, createApiKey, wish, asKey)), 'FORBIDDEN')
  const elsewhere = { ...owner.context, organisation: consumer.organisationId }
  t.equal(await codeOf(run(services, createApiKey, wish, elsewhere)), 'FORBIDDEN')
  t.equal(
    await codeOf(run(services, createApiKey, { ...wish, scopes: ['*'] }, owner.context)),
    'INVALID_INPUT',
  )
})

t.test('a key follows what its maker may do today', async (t) => {
  const maker = await signUp(hub, services, { roles: ['provider', 'consumer'] })
  const { userId, context } = maker
  const all = { ...wish, scopes: ['devices:write', 'jobs:write'] }
  const { key } = await answerOf(run(services, createApiKey, all, context))
  await answerOf(run(services, changeRoles, { userId, roles: ['consumer'] }, operator.context))
  t.match(await verifyApiKey(another, key), {
    kind: 'VALID',
    principal: { scopes: ['jobs:write'] },
  })
  const disable = { userId, reason: 'abuse' }
  await answerOf(run(services, disableAccount, disable, operator.context))
  t.equal(await kindOf(key), 'FORBIDDEN')
  t.equal(await codeOf(run(services, createApiKey, all, context)), 'ACCOUNT_DISABLED')
})

t.test('a key ends with the membership of its maker; a member ends only their own', async (t) => {
  const member = await signUp(hub, services)
  const { organisationId } = owner
  await answerOf(
    run(services, addMember, { organisationId, username: member.username }, owner.context),
  )
  const acting = await answerOf(
    run(services, refresh, { refreshToken: member.refreshToken, organisationId }),
  )
  const context = { ...member.context, organisation: acting.organisationId }
  const theirs = await answerOf(run(services, createApiKey, wish, context))
  const mine = await answerOf(run(services, createApiKey, wish, owner.context))
  t.equal(await codeOf(run(services, revokeApiKey, { keyId: mine.keyId }, context)), 'FORBIDDEN')
  t.equal(await kindOf(theirs.key), 'VALID')
  const leave = { organisationId, userId: member.userId }
  await answerOf(run(services, removeMember, leave, owner.context))
  t.equal(await kindOf(theirs.key), 'FORBIDDEN')
  t.equal(await codeOf(run(services, revokeApiKey, { keyId: theirs.keyId }, owner.context)), 'done')
})

t.test('an operator’s key has an operator’s scopes, and is no operator', async (t) => {
  const wide = { name: 'top-ups', scopes: ['billing:credit'] }
  const { key } = await answerOf(run(services, createApiKey, wide, operator.context))
  t.match(await verifyApiKey(another, key), {
    principal: { actor: { kind: 'apiKey' }, scopes: ['billing:credit'], roles: [] },
  })
})

t.test(
  'killed between the old key and the new one, a rotation is finished when repeated',
  async (t) => {
    const { keyId } = await answerOf(run(services, createApiKey, wish, owner.context))
    const context = { ...owner.context, commandId: randomUUID() }
    for (const crash of [
      { append: 0, happened: true },
      { append: 0, happened: false },
    ]) {
      const dying = hub.process(crashingAt(hub.eventStore, crash))
      await t.rejects(run(dying, rotateApiKey, { keyId, graceSeconds: 60 }, context))
    }
    const made = await answerOf(
      run(hub.process(), rotateApiKey, { keyId, graceSeconds: 60 }, context),
    )
    t.equal(await kindOf(made.key), 'VALID')
    const again = await answerOf(run(another, rotateApiKey, { keyId, graceSeconds: 60 }, context))
    t.strictSame(again, made)
    const log = await hub.log()
    t.strictSame(ofStream(log, `apiKey-${keyId}`), ['ApiKeyCreated', 'ApiKeyRotated'])
    t.strictSame(ofStream(log, `apiKey-${made.keyId}`), ['ApiKeyCreated'])
  },
)

t.test('of rotations at the same time one succeeds, and leaves no other key behind', async (t) => {
  const { keyId } = await answerOf(run(services, createApiKey, wish, owner.context))
  const before = (await hub.log()).filter(({ type }) => type === 'ApiKeyCreated').length
  const codes = await Promise.all(
    Array.from({ length: 4 }, () =>
      codeOf(run(hub.process(), rotateApiKey, { keyId }, owner.context)),
    ),
  )
  t.strictSame(codes.toSorted(), ['API_KEY_ENDED', 'API_KEY_ENDED', 'API_KEY_ENDED', 'done'])
  const after = (await hub.log()).filter(({ type }) => type === 'ApiKeyCreated').length
  t.equal(after, before + 1)
})
