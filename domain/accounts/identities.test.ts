import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../test/kit/given-when-then/meta.ts'
import { fold } from '../shared/decider.ts'
import { isRejection } from '../shared/rejection.ts'
import {
  identities,
  standingOf,
  type IdentitiesCommand,
  type IdentitiesEvent,
} from './identities.ts'
import {
  identityReservation,
  type IdentityReservationCommand,
  type IdentityReservationEvent,
} from './identity-reservation.ts'

const noon = '2026-11-20T12:00:00.000Z'
const [userId, other, third] = [idNumber(1), idNumber(2), idNumber(3)]
const identityHash = 'ab'.repeat(32)
const subject = `sealed:v1:${userId}.aa.bb.cc`
const link = (claim: number, n = 0) => ({
  identityHash: `a${n}`.repeat(32),
  claim,
  provider: 'example',
  subject,
})

t.test('linking', async (t) => {
  const { given } = decider(identities, { now: noon })
  const idOf = (claim: number, n = 0) => idNumber(100 + 10 * n + claim)
  const wish = (claim: number, n = 0): IdentitiesCommand => ({
    type: 'LinkIdentity',
    userId,
    identityId: idOf(claim, n),
    link: link(claim, n),
  })
  const unlink = (claim: number, hasPassword: boolean, n = 0): IdentitiesCommand => ({
    type: 'UnlinkIdentity',
    userId,
    identityId: idOf(claim, n),
    hasPassword,
  })
  const linked = (claim: number, n = 0): IdentitiesEvent => ({
    type: 'IdentityLinked',
    data: { userId, identityId: idOf(claim, n), at: noon, ...link(claim, n) },
  })
  const unlinked = (claim: number, n = 0): IdentitiesEvent => ({
    type: 'IdentityUnlinked',
    data: { userId, identityId: idOf(claim, n), at: noon },
  })
  given()
    .when(wish(0))
    .then([linked(0)])
  given(linked(0)).when(wish(0)).then([])
  given(linked(0), unlinked(0)).when(wish(0)).then('IDENTITY_NOT_LINKED')
  given(linked(0), unlinked(0))
    .when(wish(2))
    .then([linked(2)])
  given(linked(2)).when(wish(0)).then('IDENTITY_NOT_LINKED')
  given(linked(0))
    .when(unlink(0, true))
    .then([unlinked(0)])
  given(linked(0)).when(unlink(0, false)).then('LAST_SIGN_IN_METHOD')
  given(linked(0), linked(0, 1))
    .when(unlink(0, false))
    .then([unlinked(0)])
  given(linked(0), linked(0, 1), unlinked(0)).when(unlink(0, false)).then([])
  given(linked(0), linked(0, 1), unlinked(0))
    .when(unlink(0, false, 1))
    .then('LAST_SIGN_IN_METHOD')
  given().when(unlink(0, true)).then('NOT_FOUND')

  const command = fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 }), fc.boolean(), fc.boolean())
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (tried) => {
      const ends = new Set<string>()
      let state = identities.initial
      for (const [claim, n, links, hasPassword] of tried) {
        const before = state.entries.filter(({ linked }) => linked).length
        const decided = identities.decide(
          links ? wish(claim, n) : unlink(claim, hasPassword, n),
          state,
          meta,
        )
        const events = isRejection(decided) ? [] : decided
        state = fold(identities.evolve, state, events)
        for (const { type } of events) {
          const key = `${claim} ${n}`
          if (type === 'IdentityLinked' && ends.has(key)) return false
          if (type === 'IdentityUnlinked') ends.add(key)
        }
        const after = state.entries.filter(({ linked }) => linked).length
        if (before > 0 && after === 0 && !hasPassword) return false
        if (
          ends.has(`${claim} ${n}`) &&
          standingOf(state, link(claim, n).identityHash, claim) === 'linked'
        )
          return false
      }
      return true
    }),
    { numRuns: 500 },
  )
  t.pass('an ended claim never stands again, and nobody is left without a way to log in')
})

t.test('reserving', async (t) => {
  const { given } = decider(identityReservation, { now: noon })
  const claim = (owner: string) => ({ identityHash, owner, at: noon })
  const reserved = (owner: string): IdentityReservationEvent => ({
    type: 'IdentityReserved',
    data: claim(owner),
  })
  const released: IdentityReservationEvent = { type: 'IdentityReleased', data: claim(userId) }
  const wish = (type: 'ReserveIdentity' | 'ReleaseIdentity', owner: string) =>
    ({ type, identityHash, owner }) satisfies IdentityReservationCommand
  const takeOver = (owner: string, from: string): IdentityReservationCommand => ({
    type: 'TakeOverIdentity',
    identityHash,
    owner,
    from,
  })
  given()
    .when(wish('ReserveIdentity', userId))
    .then([reserved(userId)])
  given(reserved(userId)).when(wish('ReserveIdentity', userId)).then([])
  given(reserved(userId)).when(wish('ReserveIdentity', other)).then('IDENTITY_TAKEN')
  given(reserved(userId)).when(wish('ReleaseIdentity', other)).then([])
  given(reserved(userId)).when(wish('ReleaseIdentity', userId)).then([released])
  given(reserved(userId), released)
    .when(wish('ReserveIdentity', other))
    .then([reserved(other)])
  given(reserved(userId)).when(takeOver(other, userId)).then(['IdentityTakenOver'])
  given(reserved(userId)).when(takeOver(other, third)).then('IDENTITY_TAKEN')
  given(reserved(other)).when(takeOver(other, userId)).then([])
  given()
    .when(takeOver(other, userId))
    .then([reserved(other)])
  t.pass('held')
})
