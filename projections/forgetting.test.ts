import t from 'tap'
import { invitation } from '../domain/accounts/invitation.ts'
import { organisation } from '../domain/accounts/organisation.ts'
import { user } from '../domain/accounts/user.ts'
import { connectPostgres } from '../platform/postgres/connect.ts'
import { createPostgresVault } from '../platform/vault/postgres-vault.ts'
import { createRecorder } from '../test/read-models/recorder.ts'
import { applierOn, dump, emptyRows, select } from '../test/read-models/rows.ts'
import { idOf } from '../test/read-models/samples.ts'
import { startTestPostgres } from '../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, db, close } = await connectPostgres(server.url)
const vault = createPostgresVault(db, Buffer.alloc(32, 7))
t.teardown(async () => {
  await close()
  await server.stop()
})

const [ada, bob] = [idOf('user', 'ada'), idOf('user', 'bob')]
const [lab, invitationId] = [idOf('organisation', 'lab'), idOf('invitation')]
const hash = 'cd'.repeat(32)
const reviewId = idOf('review')
const at = '2026-01-01T00:00:00.000Z'

/** Ada registers, founds, reviews; Bob is invited. Then she goes, and her review is found helpful. */
const story = async () => {
  const recorder = createRecorder()
  const register = async (userId: string, name: string): Promise<void> => {
    recorder.record(user, userId, {
      type: 'RegisterUser',
      userId,
      registration: {
        organisationId: lab,
        email: await vault.seal(userId, `${name}@example.org`),
        username: await vault.seal(userId, name),
        emailHash: hash,
        usernameHash: hash,
        roles: ['consumer'],
      },
      passwordHash: await vault.seal(userId, 'argon2'),
    })
  }
  await register(ada, 'ada')
  await register(bob, 'bob')
  recorder.record(organisation, lab, {
    type: 'CreateOrganisation',
    organisationId: lab,
    name: await vault.seal(lab, 'laboratory'),
    ownerId: ada,
  })
  recorder.record(invitation, invitationId, {
    type: 'SendInvitation',
    invitationId,
    invitation: {
      organisationId: lab,
      invitedBy: ada,
      address: await vault.seal(invitationId, 'guest@example.org'),
      addressHash: hash,
      role: 'VIEWER',
      tokenHash: hash,
    },
    validForSeconds: 3600,
  })
  const fact = { reviewId, appId: idOf('app'), at }
  recorder.append(`review-${reviewId}`, {
    type: 'ReviewWritten',
    data: {
      ...fact,
      author: ada,
      organisationId: lab,
      sellerOrganisation: idOf('organisation', 'seller'),
      rating: 5,
      title: await vault.seal(ada, 'praise'),
      body: await vault.seal(ada, 'the text of the praise'),
      use: { kind: 'JOB', jobId: idOf('job') },
    },
  })
  const before = recorder.events.length
  recorder.record(user, ada, { type: 'CloseAccount', userId: ada, reason: 'OWN_WISH' })
  recorder.record(organisation, lab, { type: 'ForgetMember', organisationId: lab, userId: ada })
  recorder.record(invitation, invitationId, {
    type: 'RevokeInvitation',
    invitationId,
    organisationId: lab,
  })
  const gone = recorder.events.length
  recorder.append(`review-${reviewId}`, {
    type: 'ReviewFoundHelpful',
    data: { ...fact, voter: bob },
  })
  return { events: recorder.events, before, gone }
}

const clear = /praise|laboratory|guest@|ada@|"ada"/

t.test(
  'who is gone stands in no row, and comes back by no later event; built again it is the same',
  async (t) => {
    const { events, before, gone } = await story()
    await emptyRows(pool)
    const live = await applierOn(pool, vault)
    await live.apply(events.slice(0, before))
    t.match(JSON.stringify(await dump(pool)), /the text of the praise/)
    await live.apply(events.slice(0, gone))
    t.notMatch(JSON.stringify(await dump(pool)), clear)
    // Of rows that were in memory in clear, too.
    await live.apply(events)
    const rows = await dump(pool)
    t.notMatch(JSON.stringify(rows), clear)
    t.match(await select(pool, 'reviews', 'review_id'), [{ title: null, body: null, helpful: 1 }])
    t.match(
      await select(pool, 'users', 'created_position'),
      [
        { status: 'CLOSED', email: null },
        { status: 'ACTIVE', email: 'bob@example.org', username: 'bob' },
      ],
      'and nobody else is touched',
    )

    await emptyRows(pool)
    await (await applierOn(pool, vault)).apply(events)
    t.strictSame(await dump(pool), rows, 'in one batch')

    for (const subject of [ada, lab, invitationId]) await vault.destroy(subject)
    await emptyRows(pool)
    await (await applierOn(pool, vault)).apply(events)
    t.strictSame(await dump(pool), rows, 'without the keys')
  },
)
