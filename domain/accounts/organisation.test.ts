import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { MemberRole, scopesWithin } from './member-role.ts'
import {
  leavesOthers,
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
const name = `sealed:v1:${organisationId}.a.b.c`
const by = { kind: 'user', id: owner } as const

const created: OrganisationEvent = {
  type: 'OrganisationCreated',
  data: { ...base, name: { kind: 'SEALED', sealed: name }, ownerId: owner },
}
const added = (role: MemberRole): OrganisationEvent => ({
  type: 'MemberAdded',
  data: { ...base, userId: second, role },
})
const removed = (userId: string): OrganisationEvent => ({
  type: 'MemberRemoved',
  data: { ...base, userId },
})
const changed = (userId: string, role: MemberRole): OrganisationEvent => ({
  type: 'MemberRoleChanged',
  data: { ...base, userId, role },
})

const create: OrganisationCommand = {
  type: 'CreateOrganisation',
  organisationId,
  name,
  ownerId: owner,
}
const add: OrganisationCommand = {
  type: 'AddMember',
  organisationId,
  userId: second,
  role: 'MEMBER',
}
const change = (userId: string, role: MemberRole): OrganisationCommand => ({
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
const forget = (userId: string): OrganisationCommand => ({
  type: 'ForgetMember',
  organisationId,
  userId,
})
const transfer = (to: string): OrganisationCommand => ({
  type: 'TransferOwnership',
  organisationId,
  to,
})
const two = [created, added('MEMBER')]
const closed: OrganisationEvent = { type: 'OrganisationClosed', data: base }
const transferred: OrganisationEvent = {
  type: 'OwnershipTransferred',
  data: { ...base, from: owner, to: second },
}

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
  const role = fc.constantFrom(...MemberRole.options)
  const wish: fc.Arbitrary<OrganisationCommand> = fc.oneof(
    fc.record({
      type: fc.constantFrom('AddMember' as const, 'ChangeMemberRole' as const),
      organisationId: fc.constant(organisationId),
      userId: person,
      role,
    }),
    person.map(remove),
    person.map(forget),
    person.map(transfer),
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
        if (state.kind === 'closed') continue
        if (state.kind === 'absent' || !Object.values(state.members).includes('OWNER')) return false
      }
      return true
    }),
  )
  t.pass('held')
})

t.test('administrators change members, and touch no owner', async (t) => {
  const history = [created, added('ADMIN')]
  const admin = { kind: 'user', id: second } as const
  const adds = (role: MemberRole) => ({ ...add, userId: stranger, role })
  t.test('adds', async () =>
    given(...history)
      .by(admin)
      .when(adds('BILLING'))
      .then(['MemberAdded']),
  )
  t.test('no owner', async () =>
    given(...history)
      .by(admin)
      .when(adds('OWNER'))
      .then('FORBIDDEN'),
  )
  for (const command of [change(owner, 'MEMBER'), remove(owner), transfer(second)])
    t.test(`not ${command.type} of an owner`, async () =>
      given(...history)
        .by(admin)
        .when(command)
        .then('FORBIDDEN'),
    )
})

t.test('ownership is handed over whole', async (t) => {
  t.test('by the owner', async () =>
    given(...two)
      .by(by)
      .when(transfer(second))
      .then([transferred]),
  )
  t.test('to a member only', async () =>
    given(created).by(by).when(transfer(second)).then('NOT_FOUND'),
  )
  t.test('twice is once', async () =>
    given(created, added('OWNER')).by(by).when(transfer(second)).then([]),
  )
  t.test('by nobody else, operators among them', async () =>
    given(...two)
      .by({ kind: 'operator', id: stranger })
      .when(transfer(second))
      .then('NOT_FOUND'),
  )
  t.test('the former owner may go', async () =>
    given(...two, transferred)
      .by(by)
      .when(remove(owner))
      .then([removed(owner)]),
  )
})

t.test('who is forgotten leaves, whatever stands against it', async (t) => {
  const hub = { kind: 'system', id: 'erasure' } as const
  t.test('the last one closes it', async () =>
    given(created)
      .by(hub)
      .when(forget(owner))
      .then([removed(owner), closed]),
  )
  t.test('others get an owner', async () =>
    given(...two)
      .by(hub)
      .when(forget(owner))
      .then([changed(second, 'OWNER'), removed(owner)]),
  )
  t.test('twice is once', async () =>
    given(created, removed(owner), closed).by(hub).when(forget(owner)).then([]),
  )
  t.test('nobody comes back', async () =>
    given(created, removed(owner), closed).by(by).when(add).then('NOT_FOUND'),
  )
  t.ok(leavesOthers(given(...two).state, owner))
  t.notOk(leavesOthers(given(created).state, owner))
  t.notOk(leavesOthers(given(...two).state, second))
})

t.test('names of before are read as they stood', async (t) => {
  const [definition] = organisation.definitions
  const upcast = definition?.earlier[0]?.upcast({ ...base, name: 'Lab', ownerId: owner })
  t.strictSame(upcast, { ...base, name: { kind: 'CLEAR', text: 'Lab' }, ownerId: owner })
})

t.test('some roles reach less far than the person', async (t) => {
  const scopes = ['accounts:write', 'jobs:read', 'jobs:write', 'billing:read'] as const
  t.strictSame(scopesWithin('MEMBER', scopes), scopes)
  t.strictSame(scopesWithin('VIEWER', scopes), ['accounts:write', 'jobs:read', 'billing:read'])
  t.strictSame(scopesWithin('BILLING', scopes), ['accounts:write', 'billing:read'])
  t.strictSame(scopesWithin('VIEWER', ['jobs:write']), [], 'and never further')
})
