import fc from 'fast-check'
import t from 'tap'
import { decides, idNumber, noon } from '../../test/kit/scenarios.ts'
import { isRejection } from '../shared/rejection.ts'
import {
  organisation,
  type Organisation,
  type OrganisationCommand,
  type OrganisationEvent,
} from './organisation.ts'

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

t.test('decisions', async (t) =>
  decides(t, organisation, [
    { name: 'creates', by, when: create, then: [created] },
    { name: 'creates once', by, given: [created], when: create, then: 'ALREADY_EXISTS' },
    { name: 'adds', by, given: [created], when: add, then: [added('MEMBER')] },
    { name: 'added already', by, given: two, when: add, then: [] },
    {
      name: 'added in another role',
      by,
      given: two,
      when: { ...add, role: 'OWNER' },
      then: 'ALREADY_MEMBER',
    },
    { name: 'is not there', by, when: add, then: 'NOT_FOUND' },
    {
      name: 'is not there for a stranger',
      by: { kind: 'user', id: stranger },
      given: two,
      when: remove(second),
      then: 'NOT_FOUND',
    },
    {
      name: 'is not there for an API key, even one named as a member',
      by: { kind: 'apiKey', id: owner },
      given: [created],
      when: add,
      then: 'NOT_FOUND',
    },
    {
      name: 'a member adds nobody',
      by: { kind: 'user', id: second },
      given: two,
      when: { ...add, userId: stranger },
      then: 'FORBIDDEN',
    },
    {
      name: 'a member does not remove others',
      by: { kind: 'user', id: second },
      given: two,
      when: remove(owner),
      then: 'FORBIDDEN',
    },
    {
      name: 'a member leaves',
      by: { kind: 'user', id: second },
      given: two,
      when: remove(second),
      then: [removed(second)],
    },
    {
      name: 'an operator helps out',
      by: { kind: 'operator', id: stranger },
      given: two,
      when: change(second, 'OWNER'),
      then: [changed(second, 'OWNER')],
    },
    { name: 'removes', by, given: two, when: remove(second), then: [removed(second)] },
    { name: 'removed already', by, given: [created], when: remove(second), then: [] },
    {
      name: 'promotes',
      by,
      given: two,
      when: change(second, 'OWNER'),
      then: [changed(second, 'OWNER')],
    },
    { name: 'has the role already', by, given: two, when: change(second, 'MEMBER'), then: [] },
    {
      name: 'changes no stranger',
      by,
      given: two,
      when: change(stranger, 'OWNER'),
      then: 'NOT_FOUND',
    },
    { name: 'the last owner stays', by, given: two, when: remove(owner), then: 'LAST_OWNER' },
    {
      name: 'the last owner stays owner',
      by,
      given: two,
      when: change(owner, 'MEMBER'),
      then: 'LAST_OWNER',
    },
    {
      name: 'one of two owners goes',
      by,
      given: [created, added('OWNER')],
      when: remove(owner),
      then: [removed(owner)],
    },
  ]),
)

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
