import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createOrganisation } from '../../commands/accounts/create-organisation.ts'
import { acceptInvitation } from '../../commands/accounts/invitations/accept-invitation.ts'
import { declineInvitation } from '../../commands/accounts/invitations/decline-invitation.ts'
import { inviteMember } from '../../commands/accounts/invitations/invite-member.ts'
import { revokeInvitation } from '../../commands/accounts/invitations/revoke-invitation.ts'
import { logIn } from '../../commands/accounts/log-in.ts'
import { removeMember } from '../../commands/accounts/remove-member.ts'
import { renameOrganisation } from '../../commands/accounts/rename-organisation.ts'
import { transferOwnership } from '../../commands/accounts/transfer-ownership.ts'
import { createAuthenticate } from '../../write-api/accounts/authenticate.ts'
import { crashingAt } from './crash.ts'
import { answerOf, codeOf, ofStream, run, startHub } from './hub.ts'
import { makeOperator, password, signUp, type Person } from './people.ts'

t.setTimeout(120_000)
const hub = await startHub()
t.teardown(hub.stop)
const services = hub.process()
const [owner, guest, stranger] = [
  await signUp(hub, services),
  await signUp(hub, services),
  await signUp(hub, services),
]
const operator = await makeOperator(services)

const found = async (): Promise<string> => {
  const founded = run(services, createOrganisation, { name: 'Lab' }, owner.context)
  return (await answerOf(founded)).organisationId
}
const tokensTo = async (email: string): Promise<readonly string[]> =>
  (await hub.mails())
    .filter(({ to }) => to === email)
    .flatMap(({ text }) => /qhi_[A-Za-z0-9_-]+/.exec(text) ?? [])

/** Invites, and takes the token out of the newest mail: the one that was not there before. */
const invited = async (organisationId: string, email: string, role = 'MEMBER') => {
  const before = await tokensTo(email)
  const wish = { organisationId, email, role }
  const { invitationId } = await answerOf(run(services, inviteMember, wish, owner.context))
  const token = (await tokensTo(email)).find((each) => !before.includes(each))
  return { invitationId, token: token ?? 'no mail came' }
}
const accept = (token: string, { context }: Person) =>
  run(services, acceptInvitation, { token }, context)

t.test('who is invited joins with the token from the mail', async (t) => {
  const organisationId = await found()
  const { token, invitationId } = await invited(organisationId, guest.email, 'VIEWER')
  t.match((await hub.mails()).find(({ text }) => text.includes(token))?.text, /“Lab”/)
  t.equal(await codeOf(accept(token, stranger)), 'INVITATION_INVALID', 'not by another address')
  t.strictSame(await answerOf(accept(token, guest)), {
    organisationId,
    userId: guest.userId,
    role: 'VIEWER',
  })
  t.equal(await codeOf(accept(token, guest)), 'done', 'twice is once')
  t.notOk(
    await services.vault.open(await sealedAddressOf(invitationId)),
    'and the address is forgotten',
  )

  const wish = { organisationId, email: guest.email }
  t.equal(await codeOf(run(services, inviteMember, wish, owner.context)), 'ALREADY_MEMBER')
  const leave = { organisationId, userId: guest.userId }
  await answerOf(run(services, removeMember, leave, owner.context))
  await codeOf(accept(token, guest))
  const members = ofStream(await hub.log(), `organisation-${organisationId}`)
  t.strictSame(
    members,
    ['OrganisationCreated', 'MemberAdded', 'MemberRemoved'],
    'a used token brings nobody back',
  )
})

t.test('neither does another one that was accepted by who belonged to it already', async (t) => {
  const organisationId = await found()
  const [first, second] = [
    await invited(organisationId, guest.email, 'ADMIN'),
    await invited(organisationId, guest.email, 'VIEWER'),
  ]
  await answerOf(accept(first.token, guest))
  const again = { ...guest.context, commandId: randomUUID() }
  const repeat = () => run(services, acceptInvitation, { token: second.token }, again)
  t.match(await answerOf(repeat()), { role: 'ADMIN' }, 'they stay what they are')
  const leave = { organisationId, userId: guest.userId }
  await answerOf(run(services, removeMember, leave, owner.context))
  for (const retry of [repeat(), accept(second.token, guest), accept(first.token, guest)])
    t.equal(await codeOf(retry), 'NOT_FOUND')
  t.strictSame(
    ofStream(await hub.log(), `organisation-${organisationId}`),
    ['OrganisationCreated', 'MemberAdded', 'MemberRemoved'],
    'whoever was removed stays so',
  )
})

const sealedAddressOf = async (invitationId: string): Promise<string> => {
  const [sent] = await hub.eventStore.read(`invitation-${invitationId}`, { from: 0n })
  return (sent?.data as { readonly address: string }).address
}

t.test('a token is good once, for a while, and until it is withdrawn', async (t) => {
  const organisationId = await found()
  const declined = await invited(organisationId, guest.email)
  const decline = { token: declined.token }
  t.equal(await codeOf(run(services, declineInvitation, decline, guest.context)), 'done')
  t.equal(await codeOf(accept(declined.token, guest)), 'INVITATION_INVALID')
  const withdrawn = await invited(organisationId, guest.email)
  const revoke = { organisationId, invitationId: withdrawn.invitationId }
  const byStranger = run(services, revokeInvitation, revoke, stranger.context)
  t.equal(await codeOf(byStranger), 'NOT_FOUND')
  t.equal(await codeOf(run(services, revokeInvitation, revoke, owner.context)), 'done')
  t.equal(await codeOf(accept(withdrawn.token, guest)), 'INVITATION_INVALID')
  const late = await invited(organisationId, guest.email)
  hub.clock.advance(7 * 24 * 3600 * 1000)
  t.equal(await codeOf(accept(late.token, guest)), 'INVITATION_INVALID')
})

t.test('only who changes the members invites', async (t) => {
  const organisationId = await found()
  const { token } = await invited(organisationId, guest.email, 'BILLING')
  await answerOf(accept(token, guest))
  const wish = { organisationId, email: stranger.email }
  t.equal(await codeOf(run(services, inviteMember, wish, guest.context)), 'FORBIDDEN')
  t.equal(await codeOf(run(services, inviteMember, wish, stranger.context)), 'NOT_FOUND')
  const asOwner = { ...wish, role: 'OWNER' }
  t.equal(await codeOf(run(services, inviteMember, asOwner, owner.context)), 'INVALID_INPUT')
})

t.test('an invitation is worth no more than who sent it', async (t) => {
  const organisationId = await found()
  const { token } = await invited(organisationId, guest.email, 'ADMIN')
  await answerOf(accept(token, guest))
  const wish = { organisationId, email: stranger.email, role: 'ADMIN' }
  await answerOf(run(services, inviteMember, wish, guest.context))
  const left = (await tokensTo(stranger.email)).at(-1) ?? 'no mail came'
  const leave = { organisationId, userId: guest.userId }
  await answerOf(run(services, removeMember, leave, owner.context))
  t.equal(await codeOf(accept(left, stranger)), 'INVITATION_INVALID')
  const byOperator = await run(services, inviteMember, wish, operator.context)
  t.equal(byOperator.kind, 'done')
  const sent = await tokensTo(stranger.email)
  const codes = []
  for (const each of sent) codes.push(await codeOf(accept(each, stranger)))
  t.equal(codes.filter((code) => code === 'done').length, 1, 'operators need not belong')
})

t.test('the hub’s mails say what the hub says, and are not sent by the thousand', async (t) => {
  const host = await signUp(hub, services)
  const name = 'Lab\n\nYour account is shut, see https://phish.example'
  const founded = run(services, createOrganisation, { name }, host.context)
  const { organisationId } = await answerOf(founded)
  const invite = (n: number) => {
    const wish = { organisationId, email: `n${n}.${host.email}` }
    return codeOf(run(services, inviteMember, wish, host.context))
  }
  t.equal(await invite(0), 'done')
  const mail = (await hub.mails()).find(({ to }) => to === `n0.${host.email}`)
  t.match(mail?.text.split('\n', 1)[0], /“Lab Your account is shut, .*”/, 'in one line, quoted')
  for (let n = 1; n < 50; n++) await invite(n)
  t.equal(await invite(50), 'RATE_LIMITED')
  hub.clock.advance(3_600_000)
})

t.test('killed between the two streams, the same command goes on', async (t) => {
  const organisationId = await found()
  const { token } = await invited(organisationId, guest.email)
  const context = { ...guest.context, commandId: randomUUID() }
  const dying = hub.process(crashingAt(hub.eventStore, { append: 1, happened: true }))
  await t.rejects(run(dying, acceptInvitation, { token }, context))
  t.match(await answerOf(run(services, acceptInvitation, { token }, context)), { role: 'MEMBER' })
})

t.test('a viewer looks, and no more', async (t) => {
  const organisationId = await found()
  const { token } = await invited(organisationId, guest.email, 'VIEWER')
  await answerOf(accept(token, guest))
  const wish = { email: guest.email, password, organisationId }
  const session = await answerOf(run(services, logIn, wish))
  t.ok(session.scopes.includes('jobs:read'))
  t.notOk(session.scopes.includes('jobs:write'))
  const authenticate = createAuthenticate(services)
  const credential = { kind: 'bearer', token: session.accessToken } as const
  t.match(await authenticate(credential), { scopes: session.scopes })
  const own = await answerOf(run(services, logIn, { email: guest.email, password }))
  t.ok(own.scopes.includes('jobs:write'), 'elsewhere they do what they may')
})

t.test('renamed, and handed over', async (t) => {
  const organisationId = await found()
  const { token } = await invited(organisationId, guest.email)
  await answerOf(accept(token, guest))
  const name = { organisationId, name: 'Laboratory' }
  t.equal(await codeOf(run(services, renameOrganisation, name, guest.context)), 'FORBIDDEN')
  t.equal(await codeOf(run(services, renameOrganisation, name, stranger.context)), 'NOT_FOUND')
  const nowhere = { ...name, organisationId: randomUUID() }
  t.equal(await codeOf(run(services, renameOrganisation, nowhere, owner.context)), 'NOT_FOUND')
  await answerOf(run(services, renameOrganisation, name, owner.context))
  const next = await invited(organisationId, stranger.email)
  t.match((await hub.mails()).find(({ text }) => text.includes(next.token))?.text, /“Laboratory”/)
  const to = { organisationId, userId: guest.userId }
  t.equal(await codeOf(run(services, transferOwnership, to, stranger.context)), 'NOT_FOUND')
  await answerOf(run(services, transferOwnership, to, owner.context))
  const leave = { organisationId, userId: owner.userId }
  t.equal(await codeOf(run(services, removeMember, leave, owner.context)), 'done')
})
