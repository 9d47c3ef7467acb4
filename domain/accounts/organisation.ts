import { z } from 'zod'
import type { Actor, Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { OrganisationName } from './names.ts'

/** Who owns devices, jobs and wallets: people act for an organisation. It always has an owner. */
export const category = 'organisation'

// Events: the stored contract.
export const MemberRole = z.enum(['OWNER', 'MEMBER'])
export type MemberRole = z.output<typeof MemberRole>
const Fact = z.strictObject({ organisationId: Id, at: Instant })
const Member = Fact.extend({ userId: Id, role: MemberRole })
export const definitions = [
  defineEvent('OrganisationCreated', 1, Fact.extend({ name: OrganisationName, ownerId: Id })),
  defineEvent('MemberAdded', 1, Member),
  defineEvent('MemberRoleChanged', 1, Member),
  defineEvent('MemberRemoved', 1, Fact.extend({ userId: Id })),
] as const
export type OrganisationEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingOrganisation = {
  readonly kind: 'existing'
  readonly name: string
  readonly members: Readonly<Record<string, MemberRole>>
}
export type Organisation = { readonly kind: 'absent' } | ExistingOrganisation

export const initial: Organisation = { kind: 'absent' }

export const memberRoleOf = (state: Organisation, userId: string): MemberRole | undefined =>
  state.kind === 'existing' ? state.members[userId] : undefined

export const evolve = (state: Organisation, event: OrganisationEvent): Organisation => {
  if (event.type === 'OrganisationCreated') {
    const { name, ownerId } = event.data
    return { kind: 'existing', name, members: { [ownerId]: 'OWNER' } }
  }
  if (state.kind === 'absent') return state
  const { userId } = event.data
  switch (event.type) {
    case 'MemberAdded':
    case 'MemberRoleChanged':
      return { ...state, members: { ...state.members, [userId]: event.data.role } }
    case 'MemberRemoved': {
      const others = Object.entries(state.members).filter(([id]) => id !== userId)
      return { ...state, members: Object.fromEntries(others) }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
export type OrganisationCommand = { readonly organisationId: string } & (
  | { readonly type: 'CreateOrganisation'; readonly name: string; readonly ownerId: string }
  | { readonly type: 'AddMember'; readonly userId: string; readonly role: MemberRole }
  | { readonly type: 'ChangeMemberRole'; readonly userId: string; readonly role: MemberRole }
  | { readonly type: 'RemoveMember'; readonly userId: string }
)

export const decide = (
  command: OrganisationCommand,
  state: Organisation,
  meta: DecisionMeta,
): Decision<OrganisationEvent> => {
  const base = { organisationId: command.organisationId, at: meta.now }
  if (command.type === 'CreateOrganisation') {
    if (state.kind === 'existing')
      return reject('ALREADY_EXISTS', 'This organisation was created already.')
    const { name, ownerId } = command
    return [{ type: 'OrganisationCreated', data: { ...base, name, ownerId } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such organisation.')
  const leaves = command.type === 'RemoveMember' && command.userId === meta.actor.id
  const refused = refusalOf(meta.actor, state, leaves)
  if (refused !== undefined) return refused
  const { userId } = command
  const current = state.members[userId]
  switch (command.type) {
    case 'AddMember':
      if (current === command.role) return []
      if (current !== undefined) return reject('ALREADY_MEMBER', `They are ${current} already.`)
      return [{ type: 'MemberAdded', data: { ...base, userId, role: command.role } }]
    case 'ChangeMemberRole':
      if (current === undefined) return reject('NOT_FOUND', 'There is no such member.')
      if (current === command.role) return []
      if (isLastOwner(state, userId)) return lastOwner
      return [{ type: 'MemberRoleChanged', data: { ...base, userId, role: command.role } }]
    case 'RemoveMember':
      if (current === undefined) return []
      if (isLastOwner(state, userId)) return lastOwner
      return [{ type: 'MemberRemoved', data: { ...base, userId } }]
    default:
      return exhausted(command)
  }
}

const lastOwner = reject('LAST_OWNER', 'An organisation always has an owner.')

const isLastOwner = (state: ExistingOrganisation, userId: string): boolean =>
  state.members[userId] === 'OWNER' &&
  Object.values(state.members).filter((role) => role === 'OWNER').length === 1

/** Owners, operators and the hub change members; others who belong to it may only leave; to strangers it is not there. */
const refusalOf = (
  actor: Actor,
  state: ExistingOrganisation,
  leaves: boolean,
): Rejection | undefined => {
  if (actor.kind === 'operator' || actor.kind === 'system') return undefined
  const role = actor.kind === 'user' ? state.members[actor.id] : undefined
  if (role === undefined) return reject('NOT_FOUND', 'There is no such organisation.')
  return role === 'OWNER' || leaves
    ? undefined
    : reject('FORBIDDEN', 'Only an owner changes the members of an organisation.')
}

export const organisation: Aggregate<Organisation, OrganisationCommand, OrganisationEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
