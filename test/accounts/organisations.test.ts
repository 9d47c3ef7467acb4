import { randomUUID } from 'node:crypto'
import t from 'tap'
import { addMember } from '../../commands/accounts/add-member.ts'
import { changeMemberRole } from '../../commands/accounts/change-member-role.ts'
import { createOrganisation } from '../../commands/accounts/create-organisation.ts'
import { register } from '../../commands/accounts/register.ts'
import { removeMember } from '../../commands/accounts/remove-member.ts'
import { crashingAt } from './crash.ts'
import { answerOf, codeOf, run, startHub } from './hub.ts'
import { applicant, makeOperator, signUp } from './people.ts'

const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()
const [owner, member, stranger] = [
  await signUp(hub, services),
  await signUp(hub, services),
  await signUp(hub, services),
]
const found = async (): Promise<string> => {
  const founded = run(services, createOrganisation, { name: 'Lab' }, owner.context)
  return (await answerOf(founded)).organisationId
}

t.test('founding, twice under one key, founds once', async (t) => {
  const context = { ...owner.context, commandId: randomUUID() }
  const first = await answerOf(run(services, createOrganisation, { name: 'Lab' }, context))
  t.strictSame(
    await answerOf(run(hub.process(), createOrganisation, { name: 'Lab' }, context)),
    first,
  )
  const other = run(services, createOrganisation, { name: 'Other' }, context)
  t.equal(await codeOf(other), 'IDEMPOTENCY_KEY_REUSED')
  const byKey = { ...owner.context, actor: { kind: 'apiKey', id: randomUUID() } } as const
  t.equal(await codeOf(run(services, createOrganisation, { name: 'Lab' }, byKey)), 'FORBIDDEN')
})

t.test('members come, change and go', async (t) => {
  const organisationId = await found()
  const { userId, username } = member
  const add = { organisationId, username }
  t.strictSame(await answerOf(run(services, addMember, add, owner.context)), {
    organisationId,
    userId,
    role: 'MEMBER',
  })
  t.equal(await codeOf(run(services, addMember, add, owner.context)), 'done', 'true already')
  t.equal(
    await codeOf(run(services, addMember, { ...add, role: 'OWNER' }, owner.context)),
    'ALREADY_MEMBER',
  )
  const third = { organisationId, username: stranger.username }
  t.equal(await codeOf(run(services, addMember, third, member.context)), 'FORBIDDEN')
  t.equal(await codeOf(run(services, addMember, third, stranger.context)), 'NOT_FOUND')

  const leave = { organisationId, userId: owner.userId }
  t.equal(await codeOf(run(services, removeMember, leave, owner.context)), 'LAST_OWNER')
  const promote = { organisationId, userId, role: 'OWNER' }
  t.equal(await codeOf(run(services, changeMemberRole, promote, owner.context)), 'done')
  t.equal(await codeOf(run(services, removeMember, leave, owner.context)), 'done')
  t.equal(await codeOf(run(services, changeMemberRole, promote, owner.context)), 'NOT_FOUND')
})

t.test('two owners who leave at once do not leave it without one', async (t) => {
  const organisationId = await found()
  const { userId, username } = member
  const add = { organisationId, username, role: 'OWNER' }
  await answerOf(run(services, addMember, add, owner.context))
  const codes = await Promise.all([
    codeOf(run(hub.process(), removeMember, { organisationId, userId }, member.context)),
    codeOf(
      run(hub.process(), removeMember, { organisationId, userId: owner.userId }, owner.context),
    ),
  ])
  t.strictSame(codes.toSorted(), ['LAST_OWNER', 'done'])
})

t.test('only who is registered can be added', async (t) => {
  const organisationId = await found()
  const unknown = { organisationId, username: 'nobody-at-all' }
  t.equal(await codeOf(run(services, addMember, unknown, owner.context)), 'NOT_FOUND')
  const wish = applicant()
  const dying = hub.process(crashingAt(hub.eventStore, { append: 2, happened: true }))
  await t.rejects(run(dying, register, wish))
  const unfinished = { organisationId, username: wish.username }
  t.equal(await codeOf(run(services, addMember, unfinished, owner.context)), 'NOT_FOUND')
})

t.test('an operator may help; If-Match is held against the organisation', async (t) => {
  const organisationId = await found()
  const operator = await makeOperator(services)
  const add = { organisationId, username: member.username }
  const stale = { ...operator.context, expectedRevision: 5n }
  t.equal(await codeOf(run(services, addMember, add, stale)), 'PRECONDITION_FAILED')
  const fresh = { ...operator.context, expectedRevision: 0n }
  t.equal(await codeOf(run(services, addMember, add, fresh)), 'done')
})
