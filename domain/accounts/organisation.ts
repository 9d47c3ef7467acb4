import { z } from 'zod'
import type { Actor, Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, version, type EventOf } from '../shared/event.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sealed } from '../shared/values.ts'
import { changesMembers, MemberRole } from './member-role.ts'
import { OrganisationName } from './names.ts'

/** Who owns devices, jobs and wallets: people act for an organisation. While it is there it has an owner. */
export const category = 'organisation'

// Events: the stored contract.
const Fact = z.strictObject({ organisationId: Id, at: Instant })
/** Sealed under the organisation's own id, for a name may tell who is behind it: its key goes with the organisation. */
const Name = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('SEALED'), sealed: Sealed }),
  /** As names stood in the log before they were sealed. */
  z.strictObject({ kind: z.literal('CLEAR'), text: OrganisationName }),
])
type Name = z.output<typeof Name>
const Member = Fact.extend({ userId: Id, role: MemberRole })
/** While there were two roles. */
const EarlierMember = Member.extend({ role: z.enum(['OWNER', 'MEMBER']) })
const earlier = [version(EarlierMember, (data) => data)]
export const definitions = [
  defineEvent('OrganisationCreated', 2, Fact.extend({ name: Name, ownerId: Id }), {
    earlier: [
      version(Fact.extend({ name: OrganisationName, ownerId: Id }), ({ name, ...rest }) => ({
        ...rest,
        name: { kind: 'CLEAR', text: name },
      })),
    ],
  }),
  defineEvent('OrganisationRenamed', 1, Fact.extend({ name: Name })),
  defineEvent('MemberAdded', 2, Member, { earlier }),
  defineEvent('MemberRoleChanged', 2, Member, { earlier }),
  defineEvent('MemberRemoved', 1, Fact.extend({ userId: Id })),
  /** The former owner stays, as an administrator. */
  defineEvent('OwnershipTransferred', 1, Fact.extend({ from: Id, to: Id })),
  /** Its last member has gone. */
  defineEvent('OrganisationClosed', 1, Fact),
] as const
export type OrganisationEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingOrganisation = {
  readonly kind: 'existing'
  readonly name: Name
  readonly members: Readonly<Record<string, MemberRole>>
}
export type Organisation =
  | { readonly kind: 'absent' }
  | { readonly kind: 'closed' }
  | ExistingOrganisation

export const initial: Organisation = { kind: 'absent' }

export const memberRoleOf = (state: Organisation, userId: string): MemberRole | undefined =>
  state.kind === 'existing' ? state.members[userId] : undefined

export const evolve = (state: Organisation, event: OrganisationEvent): Organisation => {
  if (event.type === 'OrganisationCreated')
    return {
      kind: 'existing',
      name: event.data.name,
      members: { [event.data.ownerId]: 'OWNER' },
    }
  if (state.kind !== 'existing') return state
  switch (event.type) {
    case 'MemberAdded':
    case 'MemberRoleChanged': {
      const { userId, role } = event.data
      return { ...state, members: { ...state.members, [userId]: role } }
    }
    case 'MemberRemoved': {
      const others = Object.entries(state.members).filter(([id]) => id !== event.data.userId)
      return { ...state, members: Object.fromEntries(others) }
    }
    case 'OwnershipTransferred': {
      const { from, to } = event.data
      return { ...state, members: { ...state.members, [from]: 'ADMIN', [to]: 'OWNER' } }
    }
    case 'OrganisationRenamed':
      return { ...state, name: event.data.name }
    case 'OrganisationClosed':
      return { kind: 'closed' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type OrganisationCommand = { readonly organisationId: string } /** `name` is sealed. */ & (
  | { readonly type: 'CreateOrganisation'; readonly name: string; readonly ownerId: string }
  | { readonly type: 'RenameOrganisation'; readonly name: string }
  | { readonly type: 'AddMember'; readonly userId: string; readonly role: MemberRole }
  | { readonly type: 'ChangeMemberRole'; readonly userId: string; readonly role: MemberRole }
  | { readonly type: 'RemoveMember'; readonly userId: string }
  | { readonly type: 'TransferOwnership'; readonly to: string }
  /** Somebody's account was closed: they leave, whatever stands against it. */
  | { readonly type: 'ForgetMember'; readonly userId: string }
)

export const decide = (
  command: OrganisationCommand,
  state: Organisation,
  meta: DecisionMeta,
): Decision<OrganisationEvent> => {
  const base = { organisationId: command.organisationId, at: meta.now }
  if (command.type === 'CreateOrganisation') {
    if (state.kind !== 'absent')
      return reject('ALREADY_EXISTS', 'This organisation was created already.')
    const name = { kind: 'SEALED', sealed: command.name } as const
    return [{ type: 'OrganisationCreated', data: { ...base, name, ownerId: command.ownerId } }]
  }
  if (command.type === 'ForgetMember') return forget(command.userId, state, base)
  if (state.kind !== 'existing') return reject('NOT_FOUND', 'There is no such organisation.')
  const refused = refusalOf(meta.actor, state, command)
  if (refused !== undefined) return refused
  switch (command.type) {
    case 'RenameOrganisation': {
      const name = { kind: 'SEALED', sealed: command.name } as const
      return [{ type: 'OrganisationRenamed', data: { ...base, name } }]
    }
    case 'AddMember': {
      const { userId, role } = command
      const current = state.members[userId]
      if (current === role) return []
      if (current !== undefined) return reject('ALREADY_MEMBER', `They are ${current} already.`)
      return [{ type: 'MemberAdded', data: { ...base, userId, role } }]
    }
    case 'ChangeMemberRole': {
      const { userId, role } = command
      const current = state.members[userId]
      if (current === undefined) return reject('NOT_FOUND', 'There is no such member.')
      if (current === role) return []
      if (isLastOwner(state, userId)) return lastOwner
      return [{ type: 'MemberRoleChanged', data: { ...base, userId, role } }]
    }
    case 'RemoveMember': {
      const { userId } = command
      if (state.members[userId] === undefined) return []
      if (isLastOwner(state, userId)) return lastOwner
      return [{ type: 'MemberRemoved', data: { ...base, userId } }]
    }
    case 'TransferOwnership': {
      const { to } = command
      if (state.members[to] === undefined) return reject('NOT_FOUND', 'There is no such member.')
      if (state.members[to] === 'OWNER') return []
      return [{ type: 'OwnershipTransferred', data: { ...base, from: meta.actor.id, to } }]
    }
    default:
      return exhausted(command)
  }
}

const lastOwner = reject('LAST_OWNER', 'An organisation always has an owner.')

const isLastOwner = (state: ExistingOrganisation, userId: string): boolean =>
  state.members[userId] === 'OWNER' &&
  Object.values(state.members).filter((role) => role === 'OWNER').length === 1

/** Whether this member's going would leave others behind without an owner. */
export const leavesOthers = (state: Organisation, userId: string): boolean =>
  state.kind === 'existing' && isLastOwner(state, userId) && Object.keys(state.members).length > 1

type Base = { readonly organisationId: string; readonly at: string }

/**
 * With its last member an organisation closes. Should others be left without an owner, for somebody joined while the
 * account was being closed, an administrator is made one, or who has been there longest.
 */
const forget = (userId: string, state: Organisation, base: Base): Decision<OrganisationEvent> => {
  if (state.kind !== 'existing' || state.members[userId] === undefined) return []
  const removed = { type: 'MemberRemoved', data: { ...base, userId } } as const
  const others = Object.entries(state.members).filter(([id]) => id !== userId)
  const [oldest] = others
  if (oldest === undefined) return [removed, { type: 'OrganisationClosed', data: base }]
  if (!isLastOwner(state, userId)) return [removed]
  const [heir] = others.find(([, role]) => role === 'ADMIN') ?? oldest
  const role = 'OWNER'
  return [{ type: 'MemberRoleChanged', data: { ...base, userId: heir, role } }, removed]
}

type ManagedCommand = Exclude<
  OrganisationCommand,
  { type: 'CreateOrganisation' } | { type: 'ForgetMember' }
>

/**
 * Owners, operators and the hub may do everything; administrators all that makes, unmakes or touches no owner; others who
 * belong to it may only leave; to strangers it is not there.
 */
const refusalOf = (
  actor: Actor,
  state: ExistingOrganisation,
  command: ManagedCommand,
): Rejection | undefined => {
  const own =
    actor.kind === 'user' || actor.kind === 'operator' ? state.members[actor.id] : undefined
  if (command.type === 'TransferOwnership')
    return own === 'OWNER' ? undefined : (strangers(own) ?? forbidden('hands it over'))
  if (actor.kind === 'operator' || actor.kind === 'system' || own === 'OWNER') return undefined
  if (own === undefined) return strangers(own)
  if (command.type === 'RemoveMember' && command.userId === actor.id) return undefined
  if (!changesMembers(own)) return forbidden('changes it and its members')
  const touched = 'userId' in command ? state.members[command.userId] : undefined
  const given = 'role' in command ? command.role : undefined
  return touched === 'OWNER' || given === 'OWNER' ? forbidden('makes or removes owners') : undefined
}

const strangers = (role: MemberRole | undefined): Rejection | undefined =>
  role === undefined ? reject('NOT_FOUND', 'There is no such organisation.') : undefined

const forbidden = (what: string): Rejection =>
  reject('FORBIDDEN', `Only an owner of the organisation ${what}.`)

export const organisation: Aggregate<Organisation, OrganisationCommand, OrganisationEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
