import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { invitation, type InvitationCommand, type InvitationEvent } from './invitation.ts'

const noon = '2026-11-20T12:00:00.000Z'
const afterwards = '2026-11-27T12:00:00.000Z'
const { given } = decider(invitation, { now: noon })
const [invitationId, organisationId, owner, guest] = [1, 2, 3, 4].map(idNumber) as [
  string,
  string,
  string,
  string,
]
const addressHash = 'ab'.repeat(32)
const tokenHash = 'cd'.repeat(32)
const wish = {
  organisationId,
  invitedBy: owner,
  address: `sealed:v1:${invitationId}.a.b.c`,
  addressHash,
  role: 'VIEWER' as const,
  tokenHash,
}
const base = { invitationId, organisationId, at: noon }
const send: InvitationCommand = {
  type: 'SendInvitation',
  invitationId,
  invitation: wish,
  validForSeconds: 7 * 86_400,
}
const sent: InvitationEvent = {
  type: 'InvitationSent',
  data: { ...base, ...wish, expiresAt: afterwards },
}
const answer = { invitationId, userId: guest, addressHash, tokenHash }
const accept: InvitationCommand = { type: 'AcceptInvitation', ...answer }
const decline: InvitationCommand = { type: 'DeclineInvitation', ...answer }
const revoke: InvitationCommand = { type: 'RevokeInvitation', invitationId, organisationId }
const accepted: InvitationEvent = { type: 'InvitationAccepted', data: { ...base, userId: guest } }
const declined: InvitationEvent = { type: 'InvitationDeclined', data: base }
const revoked: InvitationEvent = { type: 'InvitationRevoked', data: base }

t.test('decisions', async (t) => {
  t.test('is sent', async () => given().when(send).then([sent]))
  t.test('is sent once', async () => given(sent).when(send).then('ALREADY_EXISTS'))
  t.test('is accepted', async () => given(sent).when(accept).then([accepted]))
  t.test('twice is once', async () => given(sent, accepted).when(accept).then([]))
  t.test('not by somebody else afterwards', async () =>
    given(sent, accepted)
      .when({ ...accept, userId: owner })
      .then('INVITATION_INVALID'),
  )
  t.test('is declined, for good', async () => {
    given(sent).when(decline).then([declined])
    given(sent, declined).when(decline).then([])
    given(sent, declined).when(accept).then('INVITATION_INVALID')
  })
  t.test('is withdrawn, for good', async () => {
    given(sent).when(revoke).then([revoked])
    given(sent, revoked).when(revoke).then([])
    given(sent, revoked).when(accept).then('INVITATION_INVALID')
    given(sent, accepted).when(revoke).then('INVITATION_INVALID')
  })
  t.test('another organisation has no such invitation', async () =>
    given(sent)
      .when({ ...revoke, organisationId: owner })
      .then('NOT_FOUND'),
  )
  t.test('is for one address', async () =>
    given(sent)
      .when({ ...accept, addressHash: 'ef'.repeat(32) })
      .then('INVITATION_INVALID'),
  )
  t.test('takes the token', async () => {
    given(sent)
      .when({ ...accept, tokenHash: 'ef'.repeat(32) })
      .then('INVITATION_INVALID')
    given().when(accept).then('INVITATION_INVALID')
  })
  t.test('expires', async () => given(sent).at(afterwards).when(accept).then('INVITATION_INVALID'))
})

t.test('whatever happens, it is settled once', async (t) => {
  const wishes = fc.array(fc.constantFrom(accept, decline, revoke, { ...accept, userId: owner }))
  fc.assert(
    fc.property(wishes, (commands) => {
      let state = invitation.evolve(invitation.initial, sent)
      let settled = 0
      const actor = { kind: 'user', id: guest } as const
      const meta = { actor, now: noon, commandId: 'c', id: () => 'i', eventId: () => 'e' }
      for (const command of commands) {
        const decision = invitation.decide(command, state, meta)
        if (isRejection(decision)) continue
        settled += decision.length
        state = decision.reduce(invitation.evolve, state)
      }
      return settled <= 1
    }),
  )
  t.pass('held')
})
