import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import {
  emailReservation,
  usernameReservation,
  type Reservation,
  type ReservationCommand,
  type ReservationEvent,
} from './reservation.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(emailReservation, { now: noon })
const nameHash = 'f'.repeat(64)
const [mine, theirs] = [idNumber(1), idNumber(2)]
const event = (type: 'NameReserved' | 'NameReleased', owner: string): ReservationEvent => ({
  type,
  data: { kind: 'EMAIL', nameHash, owner, at: noon },
})
const takenOver: ReservationEvent = {
  type: 'NameTakenOver',
  data: { kind: 'EMAIL', nameHash, owner: mine, at: noon, from: theirs },
}
const reserve: ReservationCommand = { type: 'ReserveName', nameHash, owner: mine }
const release: ReservationCommand = { type: 'ReleaseName', nameHash, owner: mine }
const takeOver: ReservationCommand = { type: 'TakeOverName', nameHash, owner: mine, from: theirs }
const reservedByMe = event('NameReserved', mine)
const reservedByThem = event('NameReserved', theirs)

t.test('decisions', async (t) => {
  t.test('reserves', async () => given().when(reserve).then([reservedByMe]))
  t.test('is mine already', async () => given(reservedByMe).when(reserve).then([]))
  t.test('is theirs', async () => given(reservedByThem).when(reserve).then('EMAIL_TAKEN'))
  t.test('releases', async () =>
    given(reservedByMe)
      .when(release)
      .then([event('NameReleased', mine)]),
  )
  t.test('does not release theirs', async () => given(reservedByThem).when(release).then([]))
  t.test('has nothing to release', async () => given().when(release).then([]))
  t.test('reserves what was released', async () =>
    given(reservedByThem, event('NameReleased', theirs)).when(reserve).then([reservedByMe]),
  )
  t.test('takes over', async () => given(reservedByThem).when(takeOver).then([takenOver]))
  t.test('takes over once', async () => given(reservedByThem, takenOver).when(takeOver).then([]))
  t.test('takes over what is free', async () => given().when(takeOver).then([reservedByMe]))
  t.test('takes over from nobody else', async () =>
    given(event('NameReserved', idNumber(3)))
      .when(takeOver)
      .then('EMAIL_TAKEN'),
  )
  t.test('says which name is taken', async () =>
    decider(usernameReservation)
      .given({ type: 'NameReserved', data: { ...reservedByThem.data, kind: 'USERNAME' } })
      .when(reserve)
      .then('USERNAME_TAKEN'),
  )
})

t.test('whoever asks for what, a name changes hands only by release or take-over', async (t) => {
  const owner = fc.integer({ min: 1, max: 4 }).map(idNumber)
  const command: fc.Arbitrary<ReservationCommand> = fc.oneof(
    fc.record({
      type: fc.constant('ReserveName' as const),
      owner,
      nameHash: fc.constant(nameHash),
    }),
    fc.record({
      type: fc.constant('ReleaseName' as const),
      owner,
      nameHash: fc.constant(nameHash),
    }),
    fc.record({
      type: fc.constant('TakeOverName' as const),
      owner,
      nameHash: fc.constant(nameHash),
      from: owner,
    }),
  )
  const meta = {
    actor: { kind: 'system', id: 't' },
    now: noon,
    commandId: 'c',
    id: () => 'i',
    eventId: () => 'e',
  } as const
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      let state: Reservation = emailReservation.initial
      for (const wish of commands) {
        const before: Reservation = state
        const decision = emailReservation.decide(wish, state, meta)
        if (!isRejection(decision)) state = decision.reduce(emailReservation.evolve, state)
        if (before.kind === 'free' || JSON.stringify(before) === JSON.stringify(state)) continue
        const isReleased =
          wish.type === 'ReleaseName' && wish.owner === before.owner && state.kind === 'free'
        const isTaken =
          wish.type === 'TakeOverName' &&
          wish.from === before.owner &&
          state.kind === 'reserved' &&
          state.owner === wish.owner
        if (!isReleased && !isTaken) return false
      }
      return true
    }),
  )
  t.pass('held')
})
