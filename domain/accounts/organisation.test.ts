import fc from 'fast-check'
import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import {
  organisation,
  type Organisation,
  type OrganisationCommand,
  type OrganisationEvent,
} from './organisation.ts'

const noon = '2026-11-20T12:00:00.000Z'
const { given } = decider(organisation, { now: noon })
const organisationId = idNumber(1)
const [owner, second, stranger] = [idNumber(2), idNumber(3), idNumber(4)]
const base = { organisationId, at: noon }
const by = { kind: 'user', id: owner } as const

const created: OrganisationEvent = {
  type: 'OrganisationCreated',
  data: { ...base, name: 'Lab', ownerId: owner },
}
const added = (role: 'OWNER' | 'MEMBER'): OrganisationEvent => ({
  type: 'MemberAdded',
  data: { ...base, userId: second, role },
})
const removed = (userId: string): OrganisationEvent => ({
  type: 'MemberRemoved',
  data: { ...base, userId },
})
const changed = (userId: string, role: 'OWNER' | 'MEMBER'): OrganisationEvent => ({
  type: 'MemberRoleChanged',
  data: { ...base, userId, role },
})

const create: OrganisationCommand = {
  type: 'CreateOrganisation',
  organisationId,
  name: 'Lab',
  ownerId: owner,
}
const add: OrganisationCommand = {
  type: 'AddMember',
  organisationId,
  userId: second,
  role: 'MEMBER',
}
const change = (userId: string, role: 'OWNER' | 'MEMBER'): OrganisationCommand => ({
  type: 'ChangeMemberRole',
  organisationId,
  userId,
  role,
})
const remove = (userId: string): OrganisationCommand => ({
  type: 'RemoveMember',
  organisationId,
  userId,
})
const two = [created, added('MEMBER')]

t.test('decisions', async (t) => {
  t.test('creates', async () => given().by(by).when(create).then([created]))
  t.test('creates once', async () => given(created).by(by).when(create).then('ALREADY_EXISTS'))
  t.test('adds', async () =>
    given(created)
      .by(by)
      .when(add)
      .then([added('MEMBER')]),
  )
  t.test('added already', async () =>
    given(...two)
      .by(by)
      .when(add)
      .then([]),
  )
  t.test('added in another role', async () =>
    given(...two)
      .by(by)
      .when({ ...add, role: 'OWNER' })
      .then('ALREADY_MEMBER'),
  )
  t.test('is not there', async () => given().by(by).when(add).then('NOT_FOUND'))
  t.test('is not there for a stranger', async () =>
    given(...two)
      .by({ kind: 'user', id: stranger })
      .when(remove(second))
      .then('NOT_FOUND'),
  )
  t.test('is not there for an API key, even one named as a member', async () =>
    given(created).by({ kind: 'apiKey', id: owner }).when(add).then('NOT_FOUND'),
  )
  t.test('a member adds nobody', async () =>
    given(...two)
      .by({ kind: 'user', id: second })
      .when({ ...add, userId: stranger })
      .then('FORBIDDEN'),
  )
  t.test('a member does not remove others', async () =>
    given(...two)
      .by({ kind: 'user', id: second })
      .when(remove(owner))
      .then('FORBIDDEN'),
  )
  t.test('a member leaves', async () =>
    given(...two)
      .by({ kind: 'user', id: second })
      .when(remove(second))
      .then([removed(second)]),
  )
  t.test('an operator helps out', async () =>
    given(...two)
      .by({ kind: 'operator', id: stranger })
      .when(change(second, 'OWNER'))
      .then([changed(second, 'OWNER')]),
  )
  t.test('removes', async () =>
    given(...two)
      .by(by)
      .when(remove(second))
      .then([removed(second)]),
  )
  t.test('removed already', async () => given(created).by(by).when(remove(second)).then([]))
  t.test('promotes', async () =>
    given(...two)
      .by(by)
      .when(change(second, 'OWNER'))
      .then([changed(second, 'OWNER')]),
  )
  t.test('has the role already', async () =>
    given(...two)
      .by(by)
      .when(change(second, 'MEMBER'))
      .then([]),
  )
  t.test('changes no stranger', async () =>
    given(...two)
      .by(by)
      .when(change(stranger, 'OWNER'))
      .then('NOT_FOUND'),
  )
  t.test('the last owner stays', async () =>
    given(...two)
      .by(by)
      .when(remove(owner))
      .then('LAST_OWNER'),
  )
  t.test('the last owner stays owner', async () =>
    given(...two)
      .by(by)
      .when(change(owner, 'MEMBER'))
      .then('LAST_OWNER'),
  )
  t.test('one of two owners goes', async () =>
    given(created, added('OWNER'))
      .by(by)
      .when(remove(owner))
      .then([removed(owner)]),
  )
})

t.test('whatever happens, an organisation has an owner', async (t) => {
  const person = fc.integer({ min: 2, max: 6 }).map(idNumber)
  const role = fc.constantFrom('OWNER' as const, 'MEMBER' as const)
  const wish: fc.Arbitrary<OrganisationCommand> = fc.oneof(
    fc.record({
      type: fc.constantFrom('AddMember' as const, 'ChangeMemberRole' as const),
      organisationId: fc.constant(organisationId),
      userId: person,
      role,
    }),
    person.map(remove),
  )
  const step = fc.record({ wish, id: person, kind: fc.constantFrom('user', 'operator', 'apiKey') })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state: Organisation = organisation.evolve(organisation.initial, created)
      for (const { wish, id, kind } of steps) {
        const actor = { kind, id }
        const meta = { actor, now: noon, commandId: 'c', id: () => 'i', eventId: () => 'e' }
        const decision = organisation.decide(wish, state, meta)
        if (!isRejection(decision)) state = decision.reduce(organisation.evolve, state)
        if (state.kind === 'absent' || !Object.values(state.members).includes('OWNER')) return false
      }
      return true
    }),
  )
  t.pass('held')
})
